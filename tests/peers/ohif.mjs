// ohif.mjs URL STUDY_UID FOLDER: opens a study in OHIF, shows each series, and writes FOLDER/NAME.png
// of each, FOLDER/all.png of the four together, and what was seen as JSON to standard output.
import { readFileSync, writeFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const [url, study, folder] = process.argv.slice(2);
const names = { OP: 'picture', OT: 'heatmap', DOC: 'page', SR: 'report' };
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// No graphics card: WebGL by software.
const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
const page = await browser.newPage();
await page.setViewport({ width: 1600, height: 900 });
// OHIF's tour for newcomers stays away.
await page.evaluateOnNewDocument(() => localStorage.setItem('shownTours', '["basicViewerTour"]'));
const errors = [];
page.on('pageerror', (error) => errors.push(String(error).slice(0, 300)));

// Until nothing changes any more.
async function settled() {
    let before = '';
    for (let round = 0; round < 30; round += 1) {
        await pause(2000);
        const now = await page.screenshot({ encoding: 'base64' });
        if (now === before) return;
        before = now;
    }
}

const series = '[data-cy^="study-browser-thumbnail"]';
await page.goto(`${url}/viewer?StudyInstanceUIDs=${study}`, { waitUntil: 'domcontentloaded' });
await page.waitForSelector(series, { timeout: 120000 });
await settled();
const sets = () => window.services.displaySetService.getActiveDisplaySets();
const found = await page.evaluate(`(${sets})().map((set) => [set.Modality, set.displaySetInstanceUID])`);
const shown = {};
const order = Object.keys(names);
found.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
for (const [modality, id] of found) {
    const name = names[modality] ?? modality;
    if (modality === 'SR') {
        // OHIF draws a measurement report only where it has outlines: its words are in the tag browser.
        const command = `commandsManager.runCommand('openDICOMTagViewer', { displaySetInstanceUID: '${id}' })`;
        await page.evaluate(command);
        const search = 'input[placeholder="Search metadata"]';
        await page.waitForSelector(search, { timeout: 30000 });
        await page.type(search, 'Refer urgently');
    } else {
        await page.evaluate(`services.viewportGridService.setDisplaySetsForViewports([{
            viewportId: services.viewportGridService.getActiveViewportId(), displaySetInstanceUIDs: ['${id}'] }])`);
    }
    await settled();
    shown[name] = await page.evaluate(() => document.body.innerText);
    await page.screenshot({ path: `${folder}/${name}.png` });
}
const tiles = Object.keys(shown).map((name) => {
    const data = readFileSync(`${folder}/${name}.png`).toString('base64');
    return `<img style="width:800px;height:450px;float:left" src="data:image/png;base64,${data}">`;
});
await page.setContent(`<body style="margin:0;background:#000">${tiles.join('')}</body>`);
await page.screenshot({ path: `${folder}/all.png` });
await browser.close();
writeFileSync(`${folder}/seen.json`, JSON.stringify(shown, null, 1));
console.log(JSON.stringify({ series: found.map(([modality]) => modality), shown, errors }));
