### Machine translation of en.ftl. Nobody who speaks the language has reviewed it yet: then say yes.
reviewed = no

## Everywhere
back = Rudi
next = Endelea
cancel = Ghairi
yes = Ndiyo
no = Hapana
unknown = Sijui
save = Hifadhi
close = Funga
retry = Jaribu tena
search = Tafuta
loading = Subiri kidogo …
page-of = { $page } kati ya { $pages }
eye-right = Jicho la kulia (OD)
eye-left = Jicho la kushoto (OS)
chest = Kifua
task-dr = Macho
task-tb = Kifua
years = { $count ->
    [one] Mwaka { $count }
   *[other] Miaka { $count }
}
sex-female = Mwanamke
sex-male = Mwanamume
sex-other = Nyingine
sex-unknown = Haijulikani
practice = ZOEZI – si matokeo ya mtu
research-use = Kwa utafiti tu

## Start and lock
starting = Inaanza …
start-hardware = Inakagua kifaa
start-store = Inafungua kumbukumbu
start-models = Inapakia modeli
start-camera = Inatafuta kamera
start-failed = Farlight haiwezi kuanza
start-failed-help = Zima na uwashe. Ikiendelea, mwite fundi umwambie msimbo.
code = Msimbo { $code }
choose-name = Wewe ni nani?
enter-pin = { $name }, PIN yako
pin-wrong = PIN hii si sahihi.
pin-wait = Subiri { $count ->
    [one] sekunde { $count }
   *[other] sekunde { $count }
}
pin-barred = Imefungwa. Msimamizi anaweza kukuruhusu.
supervisor-unlock = Msimamizi afungue
choose-supervisor = Msimamizi yupi?
lock = Funga skrini
work-of = Haijakamilika: { $name }

## Home
new-eye = Uchunguzi mpya wa macho
new-chest = Uchunguzi mpya wa kifua
today = Leo
waiting = Kusubiri kutumwa
waiting-count = { $count ->
    [0] Yote yametumwa
   *[other] Yanasubiri kutumwa: { $count }
}
oldest-days = { $count ->
    [0] la zamani: leo
    [one] la zamani: siku { $count }
   *[other] la zamani: siku { $count }
}
returned = Zimerudi
overdue = Zimechelewa
referrals = Rufaa
settings = Mipangilio
training = Zoezi
cleaning = Safisha skrini
send-now = Tuma sasa
network-none = Hakuna mtandao
network-no-server = Hakuna seva
network-online = Imeunganishwa
clock-wrong = Saa haijawekwa
alert-disk-full = Diski imejaa. Mwite fundi.
alert-disk-low = Nafasi inapungua. Unganisha mtandao, au lete kijiti cha USB.
alert-pictures-damaged = Picha zilizohifadhiwa zimeharibika. Mwite fundi.
alert-audit-broken = Daftari la kumbukumbu limebadilishwa. Mwite fundi.
alert-clock-not-set = Saa haijawekwa: tarehe zinaweza kuwa na makosa.
alert-camera-missing = Kamera haijibu. Angalia waya.
alert-sending-rejected = Seva imekataa matokeo. Mwite msimamizi.
alert-sending-misconfigured = Kutuma hakujapangwa vizuri. Mwite fundi.
alert-printer-missing = Printa haijibu. Angalia karatasi na waya.
alert-hot = Kifaa kina joto. Kiweke kivulini.

## The bars around a screen
went-wrong = Kuna hitilafu
short-disk-full = Diski imejaa
short-disk-low = Nafasi ni kidogo
short-pictures-damaged = Picha zimeharibika
short-audit-broken = Kumbukumbu imebadilika
short-camera-missing = Kamera haipo
short-sending-rejected = Jibu limekataliwa
short-sending-misconfigured = Utumaji haujawekwa
short-printer-missing = Printa haipo
short-hot = Kifaa kina joto

## Identify
who = Mgonjwa ni nani?
search-hint = Jina au namba
scan-card = Soma kadi
scan-hint = Shika kadi mbele ya kamera
new-patient = Mgonjwa mpya
name = Jina
number = Namba ya kadi
birth-date = Tarehe ya kuzaliwa
birth-hint = Mwaka unatosha
sex = Jinsia
check-patient = Je, ni mtu huyu aliye mbele yako?
check-yes = Ndiyo, mtu huyu
duplicates = Je, ni mmoja wa hawa?
none-of-these = Si yeyote wa hawa
error-name = Andika jina.
error-number = Andika namba.
error-birth = Tarehe hii haiwezi kuwa sahihi.
new-patient-hint = Jina, nambari na umri
more-found = Wengine { $count }: andika herufi zaidi.
space-bar = nafasi

## Consent and questions
consent = Ridhaa
consent-eye = Tunapiga picha za macho yote mawili kutafuta madhara ya kisukari. Kompyuta inazisoma. Haichukui nafasi ya daktari wa macho.
consent-chest = Tunasoma eksirei ya kifua kutafuta kifua kikuu. Kompyuta inaisoma. Haichukui nafasi ya daktari.
consent-stored = Picha na matokeo hubaki katika kifaa hiki na kutumwa kwa mtaalamu. Mgonjwa anaweza kukataa na bado atahudumiwa.
agree = Mgonjwa anakubali
decline = Mgonjwa anakataa
questions = Maswali
symptoms = Dalili
symptom-sudden-loss = Kupoteza kuona ghafla
symptom-floaters = Vidoa au mwanga machoni
symptom-pain = Maumivu ya jicho
symptom-cough = Kikohozi
symptom-fever = Homa
symptom-weight-loss = Kupungua uzito
symptom-night-sweats = Kutokwa jasho usiku
no-symptoms = Hakuna hata moja
ask-acuity = Kuona chini ya 6/12?
ask-hiv = Anaishi na VVU?
ask-past-tb = Aliwahi kuugua kifua kikuu?
age = Umri kwa miaka
no-reading = Kompyuta haisomi chini ya miaka 15 au bila umri: mtabibu anachunguza.

## Capture
field-macula = Kitovu cha kuona katikati
field-disc = Diski ya neva katikati
shutter = Piga picha
auto-shutter = Yenyewe
picture-good = Vizuri – tulia
cannot-take = Haiwezekani
attempt = Picha { $number } kati ya { $total }
source = Eksirei iko wapi?
source-inbox = Kutoka mashine ya eksirei
source-files = Kutoka faili
source-light-box = Kisanduku cha mwanga
no-films = Hakuna eksirei iliyofika bado.
check-corners = Je, pembe zinalingana na filamu?
is-picture-good = Je, picha hii ni nzuri?
accept = Itumie
retake = Piga tena
dilate = Picha hazitoshi. Panua mboni kulingana na mpango wenu, subiri, ujaribu mara moja tena.
dilated = Mboni imepanuka: jaribu tena
why-missing = Kwa nini hakuna picha nzuri?
reason-still-poor = Picha bado ni mbaya
reason-no-dilation = Mboni haiwezi kupanuliwa
reason-cloudy-eye = Jicho lina ukungu
reason-cannot-hold-still = Hawezi kutulia
reason-declined = Mgonjwa amekataa
reason-no-eye = Hakuna jicho upande huu
defect-not-a-retina = Si retina
defect-not-a-chest = Si kifua
defect-too-small = Pikseli chache mno
defect-too-dark = Giza mno
defect-too-bright = Mwanga mno
defect-out-of-focus = Haijalengwa vizuri
defect-low-contrast = Ina ukungu
defect-reflection = Mng’ao
defect-disc-missing = Diski ya neva haipo
defect-field-cut-off = Eneo limekatwa
defect-rotated = Imegeuka
defect-lungs-cut-off = Mapafu yamekatwa
hint-not-a-retina = Elekeza kamera ndani ya jicho.
hint-not-a-chest = Chagua picha ya mbele ya kifua.
hint-too-small = Weka kamera kwenye ukubwa zaidi.
hint-too-dark = Ongeza mwanga, au subiri mboni ipanuke.
hint-too-bright = Punguza mwanga.
hint-out-of-focus = Mwombe mgonjwa atulie, kisha lenga tena.
hint-low-contrast = Safisha lenzi na ufute machozi.
hint-reflection = Sogeza kamera kidogo.
hint-disc-missing = Mwombe mgonjwa aangalie alama.
hint-field-cut-off = Weka mboni katikati na usogee karibu.
hint-rotated = Simamisha picha wima.
hint-lungs-cut-off = Piga tena filamu yenye mapafu yote mawili.
wrong-side = Picha hii ni ya jicho lingine. Angalia jicho.
same-eye-ask = Je, ni jicho lilelile mara mbili?
same-eye-why = Picha zote mbili zinaonekana za upande mmoja. Angalia macho ya mgonjwa.
other-eye-ask = Je, hili ni jicho lingine?
other-eye-why = Picha inaonekana ya upande mwingine. Angalia jicho la mgonjwa.
retake-other-eye = Piga tena jicho lingine
keep-eye = Jicho ni sahihi
same-picture = Picha hii imeshatumika. Piga mpya.
unreadable-picture = Picha hii haisomeki. Piga tena.
analysing = Inasoma picha
concluding = Inaandaa matokeo
tries-left = Majaribio yaliyobaki: { $count }
corners-hint = Vuta kila pembe hadi ukingo wa filamu.
film-unnamed = Hakuna jina kwenye faili
films-hidden = { $count } za zamani zaidi hazionyeshwi.

## Result
outcome-negative = Hakuna dalili
outcome-refer = Peleka rufaa
outcome-urgent = Peleka rufaa haraka
outcome-ungradable = Haiwezi kupimwa
outcome-abstain = Mtu lazima aisome
outcome-wrong-image = Picha si sahihi
outcome-assess = Mtabibu anachunguza
abstain-out-of-distribution = Picha haifanani na zile modeli inazozijua.
abstain-uncertain = Alama iko karibu mno na kikomo.
abstain-looked-elsewhere = Modeli iliangalia nje ya eneo sahihi.
abstain-not-eligible = Mgonjwa huyu hasomewi na kompyuta.
due = Mwisho: { $date }
due-today = Mwisho ni leo
not-looked-for = Haitafuti: { $list }
summary = Matokeo
score = Alama
heatmap = Ramani
priors = Zilizopita
score-line = Alama { $score }, kikomo { $threshold }
grade = Daraja { $grade } kati ya 4
no-score = Hakuna alama
heatmap-note = Mahali modeli ilipoangalia, si utambuzi wa ugonjwa
heatmap-none = Hakuna ramani ya picha hii
picture-only = Picha
no-priors = Hakuna uchunguzi uliopita
prior-other-model = Toleo jingine la modeli: linganisha kwa uangalifu.
print-slip = Chapisha karatasi
printed = Karatasi imechapishwa.
print-failed = Printa haikuchapisha. Angalia karatasi.
without-slip = Bila karatasi
done = Tayari
done-kept = Matokeo yamehifadhiwa na yatatumwa.
done-practice = Zoezi limeisha. Hakuna kilichohifadhiwa.
slip-title = Matokeo ya uchunguzi
slip-keep = Njoo na karatasi hii siku ya miadi.
referral-id = Rufaa { $id }
operator = Amechunguzwa na { $name }
before = Kabla
now = Sasa
remarks = Maelezo
model-line = Modeli { $model }
rules-line = Kanuni { $rules }
printing = Inachapisha …

## Lists
empty-list = Hakuna kitu hapa
follow-overdue = Imechelewa
follow-did-not-attend = Hakuja
follow-confirmed = Imethibitishwa
follow-not-confirmed = Haikuthibitishwa
follow-treated = Ametibiwa
follow-seen = Ameonwa
follow-sent = Imetumwa
follow-not-sent = Bado haijatumwa

## Settings
language = Lugha
latin-digits = Tarakimu 0–9
calendar-note = Tarehe zote ni za Gregori.
display = Skrini
dark-theme = Giza
large-text = Maandishi makubwa
sound = Sauti
about = Kuhusu
thresholds = Vikomo
threshold-of = { $model }, kamera { $camera }: { $value }
read-only = Kifurushi kilichosainiwa tu hubadilisha hivi.
users = Watumiaji
add-user = Ongeza
remove-user = Ondoa
pin-new = PIN mpya
pin-again = PIN tena
role-operator = Mhudumu
role-supervisor = Msimamizi
role-technician = Fundi
error-name-taken = Jina hili limeshatumika.
error-pin-short = Angalau tarakimu 4.
error-pins-differ = PIN hazilingani.
error-last-supervisor = Lazima abaki msimamizi mmoja.
network = Mtandao
storage = Hifadhi ya data
storage-free = GB { $free } wazi kati ya { $total }
camera = Kamera
self-test = Jaribio la kifaa
run-self-test = Anza jaribio
check-passed = Nzuri
check-failed = Imeshindwa
check-running = Inajaribu …
check-missing = Haipo
version = Toleo { $version }
licences = Leseni
not-reviewed = Lugha hii imetafsiriwa na mashine na haijakaguliwa.
export-support = Faili ya msaada
restart = Washa upya
shut-down = Zima
auto-shutter-setting = Kamera hupiga picha yenyewe
edit-user = Badilisha mtumiaji
stored-screenings = Uchunguzi uliohifadhiwa: { $count }
support-note = Faili ya msaada haina taarifa za wagonjwa.
support-saved = Faili ya msaada iko tayari
support-on-stick = Iko kwenye kijiti:
support-in-box = Hakuna kijiti. Iko ndani ya kifaa hiki:
support-code-note = Msimbo unaeleza mambo makuu: upige picha kwa anayekusaidia.
machine-languages = Imetafsiriwa na mashine, haijakaguliwa: { $list }
test-camera = Kamera
test-touch = Mguso
test-printer = Printa
test-storage = Hifadhi
test-clock = Saa
test-models = Modeli
test-network = Mtandao

## Practice and cleaning
choose-practice = Unataka kufanya zoezi gani?
phantom-healthy = Mzima
phantom-disease = Ugonjwa
phantom-dark = Giza mno
phantom-blurred = Haijalengwa vizuri
practice-note = Hakuna kinachohifadhiwa wala kutumwa.
cleaning-note = Futa skrini sasa. Kugusa kumezimwa kwa muda.

## Questions that stand before the screen
ask-abandon = Usimamishe uchunguzi huu? Picha zake zitafutwa.
ask-leave-result = Utoke bila kuchapisha? Matokeo yamehifadhiwa.
ask-discard-form = Utupe ulichoandika?
ask-take-up = Uendeleze uchunguzi huu usiokamilika?
ask-remove-user = Umwondoe mtumiaji huyu?
ask-restart = Uwashe kifaa upya?
ask-shut-down = Uzime kifaa?

## Notices
notice-work-kept = Kazi yako imehifadhiwa.
notice-consent-declined = Hakuna kilichohifadhiwa.
notice-none-found = Hakuna aliyepatikana
notice-card-unknown = Kadi hii haijulikani.
notice-camera-failed = Kamera haikupiga picha. Jaribu tena.
notice-pictures-lost = Picha zimepotea. Zipige tena.
notice-not-saved = Haijahifadhiwa
notice-saved = Imehifadhiwa
notice-sending = Inatuma …
notice-support-under-way = Faili ya msaada inaandikwa …
notice-support-failed = Faili ya msaada haikuweza kuandikwa.
notice-screenshot-saved = Picha ya skrini imehifadhiwa
notice-screenshot-refused = Fundi pekee anapiga picha ya skrini.
notice-user-released = Mtumiaji anaweza kuingia tena.

## Faults
fault-transient = Haikufanya kazi. Jaribu tena.
fault-needs-operator = Angalia picha ujaribu tena.
fault-needs-technician = Mwite fundi umwambie msimbo.
fault-bug = Hitilafu ya programu. Hakuna kisicho sahihi kinachoonyeshwa. Mwambie fundi msimbo.
fault-disk-full = Diski imejaa. Hakuna kipya kinachoweza kuhifadhiwa.
fault-no-room = Hakuna nafasi ya uchunguzi mpya. Unganisha mtandao, au lete kijiti cha USB, kisha tuma yanayosubiri. Hakuna kilichopotea.
fault-identity-mismatch = Matokeo hayakuwa ya mgonjwa huyu na hayaonyeshwi.
fault-no-camera = Hakuna kamera. Iunganishe na uiwashe.
fault-camera-unplugged = Kamera imechomolewa. Iunganishe tena.
fault-camera-stalled = Kamera haijibu. Izime na uiwashe.
fault-no-printer = Hakuna printa iliyowekwa. Endelea bila karatasi, au mwite fundi.
fault-printer-missing = Printa haijibu. Hakikisha imewashwa, na waya wake.
fault-printer-no-paper = Printa haina karatasi. Weka karatasi mpya, kisha jaribu tena.
fault-printer-cover-open = Kifuniko cha printa kiko wazi. Kifunge, kisha jaribu tena.
fault-printer-faulty = Printa ina hitilafu. Izime na uiwashe, kisha jaribu tena.
fault-printer-stalled = Printa imekwama. Angalia karatasi, kisha jaribu tena.

## Dates
date = { $day } { $month } { $year }
month-1 = Januari
month-2 = Februari
month-3 = Machi
month-4 = Aprili
month-5 = Mei
month-6 = Juni
month-7 = Julai
month-8 = Agosti
month-9 = Septemba
month-10 = Oktoba
month-11 = Novemba
month-12 = Desemba

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = Rufaa ya haraka: daktari wa macho lazima aone jicho hili ndani ya wiki 2.
pack-eye-symptoms = Rufaa kwa sababu ya dalili, picha ionyeshe nini: ndani ya wiki 2, mara moja kama kuona kumepotea ghafla au jicho linauma.
pack-reduced-acuity = Rufaa kwa sababu kuona ni chini ya 6/12: ndani ya mwezi 1.
pack-severe = Rufaa: daktari wa macho lazima aone jicho hili ndani ya mwezi 1.
pack-maculopathy = Rufaa: kuna dalili karibu na kitovu cha kuona. Daktari wa macho lazima aone jicho hili ndani ya mwezi 1.
pack-eye-not-seen = Rufaa: jicho hili halikuweza kupimwa, na jicho lisiloonwa kamwe si hasi. Ndani ya mwezi 1.
pack-eye-human-read = Mtu lazima asome picha hii: kifaa hakijui. Ndani ya wiki 2.
pack-moderate = Rufaa: daktari wa macho lazima aone jicho hili ndani ya miezi 3.
pack-referable-score = Rufaa: dalili za retinopathi zinazohitaji mtaalamu. Ndani ya miezi 3.
pack-score-missing = Mtu lazima asome picha hii: hakuna alama. Ndani ya wiki 2.
pack-none-or-mild = Hakuna retinopathi ya kupeleka rufaa. Chunguza tena baada ya miezi 12.
pack-warn-eye-symptoms = Hakuna aliyeuliza dalili: kupoteza kuona ghafla, vidoa au maumivu ni sababu ya rufaa, picha ionyeshe nini.
pack-warn-acuity = Uwezo wa kuona haukupimwa: chini ya 6/12 ni sababu ya rufaa, picha ionyeshe nini.
pack-priority = Rufaa leo: makohozi kwa kipimo cha molekuli, filamu ionyeshe nini; barakoa na ushauri wa kikohozi.
pack-age = Mtabibu anamchunguza mgonjwa huyu: kompyuta haisomi chini ya miaka 15 au umri usipojulikana.
pack-view = Mtabibu anamchunguza mgonjwa huyu: filamu si ya kifua kutoka nyuma kwenda mbele (PA).
pack-above = Rufaa leo: makohozi kwa kipimo cha molekuli; barakoa na ushauri wa kikohozi.
pack-film-not-seen = Rufaa: filamu haikuweza kupimwa. Mtu aisome leo, au ipigwe tena.
pack-film-human-read = Mtu lazima asome filamu hii: kifaa hakijui. Leo ikiwezekana.
pack-chest-symptoms = Pima kwa sababu ya dalili ingawa filamu haina ishara: makohozi kwa kipimo cha molekuli leo.
pack-no-sign = Hakuna ishara ya kifua kikuu kwenye filamu. Rudi mara moja ukianza kikohozi, homa, kupungua uzito au jasho usiku.
pack-warn-past-tb = Kifua kikuu cha zamani: makovu ya zamani yanaweza kufanana na ugonjwa, na matokeo hayana uhakika sana.
pack-warn-past-tb-unknown = Hakuna aliyeuliza kifua kikuu cha zamani: makovu ya zamani yanaweza kufanana na ugonjwa.
pack-warn-chest-symptoms = Hakuna aliyeuliza dalili: kikohozi, homa, kupungua uzito au jasho usiku ni sababu ya kupima, filamu ionyeshe nini.
pack-warn-hiv = Hali ya VVU haijulikani: anayeishi na VVU mwenye dalili yoyote hupimwa, filamu ionyeshe nini.
pack-warn-view = Faili haisemi kuwa picha ni ya nyuma kwenda mbele (PA): iangalie.
pack-warn-clock = Saa ya kifaa haijawekwa: hesabu siku ya mwisho kuanzia leo.
pack-glaucoma = glakoma
pack-cataract = mtoto wa jicho
pack-macular-degeneration = kuharibika kwa makula kwa sababu ya umri
pack-eye-tumours = uvimbe wa jicho
pack-nerves = ugonjwa wowote wa ubongo au neva
pack-lung-cancer = saratani ya mapafu
pack-heart = ugonjwa wa moyo
pack-ribs = mbavu zilizovunjika
pack-tb-elsewhere = kifua kikuu nje ya mapafu
pack-vein = kuziba kwa mshipa wa retina
pack-detachment = kubanduka kwa retina
pack-pneumonia = nimonia
pack-heart-failure = moyo kushindwa kufanya kazi
pack-fractures = mifupa iliyovunjika
pack-tb-children = kifua kikuu kwa watoto chini ya miaka 15
