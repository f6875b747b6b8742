// Prints what npm `fhir` finds wrong in each file; exits 1 if there is an error.
const fs = require('fs');
const { Fhir } = require('fhir');

const fhir = new Fhir();
let errors = 0;
for (const file of process.argv.slice(2)) {
    const resource = JSON.parse(fs.readFileSync(file, 'utf8'));
    for (const message of fhir.validate(resource, { errorOnUnexpected: true }).messages) {
        if (['error', 'fatal'].includes(message.severity)) errors += 1;
        if (message.severity !== 'information') {
            console.log(`${file}: ${message.severity} ${message.location}: ${message.message}`);
        }
    }
}
process.exit(errors === 0 ? 0 : 1);
