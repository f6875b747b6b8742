### Machine translation of en.ftl. Nobody who speaks the language has reviewed it yet: then say yes.
reviewed = no

## Everywhere
back = वापस
next = आगे
cancel = रद्द करें
yes = हाँ
no = नहीं
unknown = पता नहीं
save = सहेजें
close = बंद करें
retry = फिर कोशिश करें
search = खोजें
loading = एक क्षण …
page-of = { $page } / { $pages }
eye-right = दाईं आँख (OD)
eye-left = बाईं आँख (OS)
chest = छाती
task-dr = आँखें
task-tb = छाती
years = { $count ->
    [one] { $count } वर्ष
   *[other] { $count } वर्ष
}
sex-female = महिला
sex-male = पुरुष
sex-other = अन्य
sex-unknown = पता नहीं
practice = अभ्यास – किसी का परिणाम नहीं
research-use = केवल शोध के लिए

## Start and lock
starting = शुरू हो रहा है …
start-hardware = मशीन की जाँच
start-store = रिकॉर्ड खुल रहे हैं
start-models = मॉडल लोड हो रहे हैं
start-camera = कैमरा खोजा जा रहा है
start-failed = Farlight शुरू नहीं हो सका
start-failed-help = बंद करके फिर चालू करें। फिर भी न चले तो तकनीशियन को कोड बताएँ।
code = कोड { $code }
choose-name = आप कौन हैं?
enter-pin = { $name }, आपका PIN
pin-wrong = यह PIN गलत है।
pin-wait = { $count ->
    [one] { $count } सेकंड रुकें
   *[other] { $count } सेकंड रुकें
}
pin-barred = बंद है। सुपरवाइज़र खोल सकते हैं।
supervisor-unlock = सुपरवाइज़र से खुलवाएँ
choose-supervisor = कौन से सुपरवाइज़र?
lock = लॉक करें
work-of = अधूरा: { $name }

## Home
new-eye = आँखों की नई जाँच
new-chest = छाती की नई जाँच
today = आज
waiting = भेजना बाकी
waiting-count = { $count ->
    [0] सब भेज दिया गया
   *[other] भेजना बाकी: { $count }
}
oldest-days = { $count ->
    [0] सबसे पुराना: आज
    [one] सबसे पुराना: { $count } दिन
   *[other] सबसे पुराना: { $count } दिन
}
returned = वापस आए
overdue = समय बीता
referrals = रेफ़रल
settings = सेटिंग
training = अभ्यास
cleaning = स्क्रीन साफ़ करें
send-now = अभी भेजें
network-none = नेटवर्क नहीं
network-no-server = सर्वर नहीं
network-online = जुड़ा है
clock-wrong = घड़ी सही नहीं
alert-disk-full = डिस्क भर गई है। तकनीशियन को बुलाएँ।
alert-disk-low = जगह कम हो रही है। नेटवर्क जोड़ें, या USB स्टिक लाएँ।
alert-pictures-damaged = रखी हुई तस्वीरें खराब हैं। तकनीशियन को बुलाएँ।
alert-audit-broken = रिकॉर्ड बदला गया है। तकनीशियन को बुलाएँ।
alert-clock-not-set = घड़ी सही नहीं है: तारीखें गलत हो सकती हैं।
alert-camera-missing = कैमरा जवाब नहीं देता। तार देखें।
alert-sending-rejected = सर्वर ने एक परिणाम नहीं लिया। सुपरवाइज़र को बुलाएँ।
alert-sending-misconfigured = भेजने की सेटिंग सही नहीं है। तकनीशियन को बुलाएँ।
alert-printer-missing = प्रिंटर जवाब नहीं देता। कागज़ और तार देखें।
alert-hot = मशीन गर्म है। छाया में रखें।

## The bars around a screen
went-wrong = कुछ गड़बड़ हुई
short-disk-full = डिस्क भरी है
short-disk-low = जगह कम है
short-pictures-damaged = चित्र खराब हैं
short-audit-broken = रिकॉर्ड बदला गया
short-camera-missing = कैमरा नहीं मिला
short-sending-rejected = परिणाम अस्वीकृत
short-sending-misconfigured = भेजना तय नहीं है
short-printer-missing = प्रिंटर नहीं मिला
short-hot = बॉक्स गरम है

## Identify
who = मरीज़ कौन है?
search-hint = नाम या नंबर
scan-card = कार्ड स्कैन करें
scan-hint = कार्ड को कैमरे के सामने रखें
new-patient = नया मरीज़
name = नाम
number = कार्ड का नंबर
birth-date = जन्म तिथि
birth-hint = केवल वर्ष भी काफ़ी है
sex = लिंग
check-patient = क्या यही व्यक्ति आपके सामने है?
check-yes = हाँ, यही हैं
duplicates = क्या इनमें से कोई है?
none-of-these = इनमें से कोई नहीं
error-name = कृपया नाम लिखें।
error-number = कृपया नंबर लिखें।
error-birth = यह तारीख सही नहीं हो सकती।
new-patient-hint = नाम, नंबर और उम्र
more-found = { $count } और: नाम के और अक्षर लिखें।
space-bar = खाली जगह

## Consent and questions
consent = सहमति
consent-eye = मधुमेह से हुई हानि देखने के लिए हम दोनों आँखों की तस्वीर लेते हैं। कंप्यूटर उन्हें पढ़ता है। यह आँखों के डॉक्टर की जगह नहीं लेता।
consent-chest = टीबी देखने के लिए हम छाती का एक्स-रे पढ़ते हैं। कंप्यूटर उसे पढ़ता है। यह डॉक्टर की जगह नहीं लेता।
consent-stored = तस्वीरें और परिणाम इस मशीन में रहते हैं और विशेषज्ञ को भेजे जाते हैं। मरीज़ मना कर सकता है, इलाज फिर भी मिलेगा।
agree = मरीज़ सहमत है
decline = मरीज़ सहमत नहीं
questions = सवाल
symptoms = लक्षण
symptom-sudden-loss = अचानक दिखना बंद होना
symptom-floaters = धब्बे या चमक दिखना
symptom-pain = आँख में दर्द
symptom-cough = खाँसी
symptom-fever = बुखार
symptom-weight-loss = वज़न घटना
symptom-night-sweats = रात में पसीना
no-symptoms = इनमें से कोई नहीं
ask-acuity = नज़र 6/12 से कम?
ask-hiv = HIV के साथ जी रहे हैं?
ask-past-tb = पहले टीबी हुई थी?
age = उम्र (वर्ष)
no-reading = 15 वर्ष से कम या उम्र पता न हो तो कंप्यूटर नहीं पढ़ता: चिकित्सक जाँच करते हैं।

## Capture
field-macula = दृष्टि का केंद्र बीच में
field-disc = ऑप्टिक डिस्क बीच में
shutter = तस्वीर लें
auto-shutter = अपने आप
picture-good = ठीक है – स्थिर रहें
cannot-take = संभव नहीं
attempt = तस्वीर { $number } / { $total }
source = एक्स-रे कहाँ है?
source-inbox = एक्स-रे मशीन से
source-files = फ़ाइल से
source-light-box = लाइट बॉक्स
no-films = अभी कोई एक्स-रे नहीं आया।
check-corners = क्या कोने फ़िल्म पर ठीक हैं?
is-picture-good = क्या यह तस्वीर अच्छी है?
accept = इसे लें
retake = फिर लें
dilate = तस्वीरें काफ़ी अच्छी नहीं हैं। कार्यक्रम के नियम से पुतली फैलाएँ, रुकें और एक बार फिर लें।
dilated = पुतली फैल गई: फिर लें
why-missing = अच्छी तस्वीर क्यों नहीं है?
reason-still-poor = तस्वीर अब भी खराब
reason-no-dilation = पुतली नहीं फैला सकते
reason-cloudy-eye = आँख धुँधली है
reason-cannot-hold-still = स्थिर नहीं रह सकते
reason-declined = मरीज़ ने मना किया
reason-no-eye = इस ओर आँख नहीं है
defect-not-a-retina = रेटिना नहीं है
defect-not-a-chest = छाती नहीं है
defect-too-small = पिक्सेल बहुत कम
defect-too-dark = बहुत अँधेरी
defect-too-bright = बहुत चमकीली
defect-out-of-focus = फ़ोकस नहीं
defect-low-contrast = धुंधली
defect-reflection = चमक का धब्बा
defect-disc-missing = ऑप्टिक डिस्क नहीं दिखी
defect-field-cut-off = क्षेत्र कटा है
defect-rotated = घूमी हुई
defect-lungs-cut-off = फेफड़े कटे हैं
hint-not-a-retina = कैमरा आँख के अंदर की ओर करें।
hint-not-a-chest = छाती का सामने का चित्र चुनें।
hint-too-small = कैमरे का आकार बड़ा करें।
hint-too-dark = फ़्लैश बढ़ाएँ, या पुतली फैलने तक रुकें।
hint-too-bright = फ़्लैश घटाएँ।
hint-out-of-focus = मरीज़ को स्थिर रहने को कहें, फिर फ़ोकस करें।
hint-low-contrast = लेंस साफ़ करें और आँसू पोंछें।
hint-reflection = कैमरा थोड़ा हिलाएँ।
hint-disc-missing = मरीज़ को निशान देखने को कहें।
hint-field-cut-off = पुतली बीच में रखें और पास आएँ।
hint-rotated = तस्वीर सीधी करें।
hint-lungs-cut-off = दोनों फेफड़ों के साथ फ़िल्म फिर लें।
wrong-side = यह दूसरी आँख की तस्वीर है। आँख देखें।
same-eye-ask = क्या यह दो बार वही आँख है?
same-eye-why = दोनों तस्वीरें एक ही ओर की लगती हैं। मरीज़ की आँखें देखें।
other-eye-ask = क्या यह दूसरी आँख है?
other-eye-why = तस्वीर दूसरी ओर की लगती है। मरीज़ की आँख देखें।
retake-other-eye = दूसरी आँख फिर लें
keep-eye = आँख सही है
same-picture = यह तस्वीर पहले ली जा चुकी है। नई लें।
unreadable-picture = यह तस्वीर पढ़ी नहीं जा सकती। फिर लें।
analysing = तस्वीर पढ़ी जा रही है
concluding = परिणाम बन रहा है
tries-left = बचे प्रयास: { $count }
corners-hint = हर कोने को फ़िल्म के किनारे तक खींचें।
film-unnamed = फ़ाइल में नाम नहीं
films-hidden = { $count } पुराने नहीं दिखाए गए।

## Result
outcome-negative = कोई लक्षण नहीं मिला
outcome-refer = रेफ़र करें
outcome-urgent = तुरंत रेफ़र करें
outcome-ungradable = जाँच नहीं हो सकी
outcome-abstain = किसी व्यक्ति को पढ़ना है
outcome-wrong-image = गलत तस्वीर
outcome-assess = चिकित्सक जाँच करें
abstain-out-of-distribution = तस्वीर वैसी नहीं जैसी मॉडल जानता है।
abstain-uncertain = स्कोर सीमा के बहुत पास है।
abstain-looked-elsewhere = मॉडल ने सही जगह से बाहर देखा।
abstain-not-eligible = इस मरीज़ के लिए कंप्यूटर नहीं पढ़ता।
due = अंतिम तारीख: { $date }
due-today = आज ही
not-looked-for = इन्हें नहीं खोजता: { $list }
summary = परिणाम
score = स्कोर
heatmap = नक्शा
priors = पहले की
score-line = स्कोर { $score }, सीमा { $threshold }
grade = श्रेणी { $grade } / 4
no-score = स्कोर नहीं
heatmap-note = मॉडल ने जहाँ देखा, यह निदान नहीं है
heatmap-none = इस तस्वीर का नक्शा नहीं
picture-only = तस्वीर
no-priors = पहले की जाँच नहीं
prior-other-model = मॉडल का दूसरा संस्करण: ध्यान से तुलना करें।
print-slip = पर्ची छापें
printed = पर्ची छप गई।
print-failed = प्रिंटर ने नहीं छापा। कागज़ देखें।
without-slip = बिना पर्ची
done = पूरा हुआ
done-kept = परिणाम सहेजा गया और भेजा जाएगा।
done-practice = अभ्यास समाप्त। कुछ नहीं सहेजा गया।
slip-title = जाँच का परिणाम
slip-keep = यह पर्ची अगली बार साथ लाएँ।
referral-id = रेफ़रल { $id }
operator = जाँच करने वाले: { $name }
before = पहले
now = अभी
remarks = टिप्पणियाँ
model-line = मॉडल { $model }
rules-line = नियम { $rules }
printing = छप रहा है …

## Lists
empty-list = यहाँ कुछ नहीं
follow-overdue = समय बीता
follow-did-not-attend = नहीं आए
follow-confirmed = पुष्टि हुई
follow-not-confirmed = पुष्टि नहीं हुई
follow-treated = इलाज हुआ
follow-seen = देखा गया
follow-sent = भेजा गया
follow-not-sent = अभी नहीं भेजा

## Settings
language = भाषा
latin-digits = अंक 0–9
calendar-note = सभी तारीखें ग्रेगोरी कैलेंडर की हैं।
display = दिखावट
dark-theme = गहरा
large-text = बड़े अक्षर
sound = आवाज़
about = जानकारी
thresholds = सीमाएँ
threshold-of = { $model }, कैमरा { $camera }: { $value }
read-only = इन्हें केवल हस्ताक्षरित पैक बदलता है।
users = उपयोगकर्ता
add-user = जोड़ें
remove-user = हटाएँ
pin-new = नया PIN
pin-again = PIN फिर से
role-operator = ऑपरेटर
role-supervisor = सुपरवाइज़र
role-technician = तकनीशियन
error-name-taken = यह नाम पहले से है।
error-pin-short = कम से कम 4 अंक।
error-pins-differ = PIN अलग हैं।
error-last-supervisor = एक सुपरवाइज़र रहना चाहिए।
network = नेटवर्क
storage = जगह
storage-free = { $total } GB में से { $free } GB खाली
camera = कैमरा
self-test = स्वयं जाँच
run-self-test = जाँच शुरू करें
check-passed = ठीक
check-failed = विफल
check-running = जाँच जारी …
check-missing = नहीं है
version = संस्करण { $version }
licences = लाइसेंस
not-reviewed = यह भाषा मशीन से अनुवादित है और जाँची नहीं गई है।
export-support = सहायता फ़ाइल
restart = फिर चालू करें
shut-down = बंद करें
auto-shutter-setting = कैमरा अपने आप फ़ोटो लेता है
edit-user = उपयोगकर्ता बदलें
stored-screenings = सहेजी गई जाँचें: { $count }
support-note = सहायता फ़ाइल में मरीज़ों की जानकारी नहीं होती।
support-saved = सहायता फ़ाइल तैयार है
support-on-stick = यह स्टिक पर है:
support-in-box = कोई स्टिक नहीं मिली। यह इस बॉक्स में है:
support-code-note = कोड मुख्य बातें बताता है: सहायक के लिए इसकी फ़ोटो लें।
machine-languages = मशीन से अनुवादित, जाँचा नहीं गया: { $list }
test-camera = कैमरा
test-touch = स्पर्श
test-printer = प्रिंटर
test-storage = भंडारण
test-clock = घड़ी
test-models = मॉडल
test-network = नेटवर्क

## Practice and cleaning
choose-practice = किसका अभ्यास करना है?
phantom-healthy = स्वस्थ
phantom-disease = रोग
phantom-dark = बहुत अँधेरी
phantom-blurred = फ़ोकस नहीं
practice-note = कुछ भी सहेजा या भेजा नहीं जाता।
cleaning-note = अब स्क्रीन पोंछें। थोड़ी देर स्पर्श बंद है।

## Questions that stand before the screen
ask-abandon = यह जाँच रोकें? इसकी तस्वीरें मिट जाएँगी।
ask-leave-result = बिना छापे जाएँ? परिणाम सहेजा गया है।
ask-discard-form = लिखा हुआ हटाएँ?
ask-take-up = यह अधूरी जाँच आप आगे करें?
ask-remove-user = यह उपयोगकर्ता हटाएँ?
ask-restart = मशीन फिर चालू करें?
ask-shut-down = मशीन बंद करें?

## Notices
notice-work-kept = आपका काम सुरक्षित है।
notice-consent-declined = कुछ नहीं रखा गया।
notice-none-found = कोई नहीं मिला
notice-card-unknown = यह कार्ड पहचाना नहीं गया।
notice-camera-failed = कैमरे ने तस्वीर नहीं ली। फिर कोशिश करें।
notice-pictures-lost = तस्वीरें खो गईं। कृपया फिर लें।
notice-not-saved = सहेजा नहीं गया
notice-saved = सहेजा गया
notice-sending = भेजा जा रहा है …
notice-support-under-way = सहायता फ़ाइल लिखी जा रही है …
notice-support-failed = सहायता फ़ाइल नहीं लिखी जा सकी।
notice-screenshot-saved = स्क्रीन का चित्र सहेजा गया
notice-screenshot-refused = स्क्रीन की तस्वीर केवल तकनीशियन लेता है।
notice-user-released = उपयोगकर्ता फिर आ सकते हैं।

## Faults
fault-transient = यह नहीं हुआ। फिर कोशिश करें।
fault-needs-operator = तस्वीर देखें और फिर कोशिश करें।
fault-needs-technician = तकनीशियन को बुलाएँ और कोड बताएँ।
fault-bug = प्रोग्राम की गलती। कुछ गलत नहीं दिखाया गया। तकनीशियन को कोड बताएँ।
fault-disk-full = डिस्क भर गई है। नया कुछ नहीं सहेजा जा सकता।
fault-no-room = नई जाँच के लिए जगह नहीं है। नेटवर्क जोड़ें, या USB स्टिक लाएँ, और जो बाकी है उसे भेजें। कुछ नहीं खोया है।
fault-identity-mismatch = परिणाम इस मरीज़ का नहीं था और दिखाया नहीं गया।
fault-no-camera = कैमरा नहीं मिला। उसे जोड़ें और चालू करें।
fault-camera-unplugged = कैमरा निकल गया। उसे फिर जोड़ें।
fault-camera-stalled = कैमरा जवाब नहीं देता। उसे बंद करके चालू करें।
fault-no-printer = कोई प्रिंटर तय नहीं है। पर्ची के बिना आगे बढ़ें, या तकनीशियन को बुलाएँ।
fault-printer-missing = प्रिंटर जवाब नहीं देता। देखें कि वह चालू है, और उसका तार।
fault-printer-no-paper = प्रिंटर में काग़ज़ नहीं है। नया रोल डालें, फिर कोशिश करें।
fault-printer-cover-open = प्रिंटर का ढक्कन खुला है। बंद करें, फिर कोशिश करें।
fault-printer-faulty = प्रिंटर में ख़राबी है। बंद करके चालू करें, फिर कोशिश करें।
fault-printer-stalled = प्रिंटर अटक गया है। काग़ज़ देखें, फिर कोशिश करें।

## Dates
date = { $day } { $month } { $year }
month-1 = जनवरी
month-2 = फ़रवरी
month-3 = मार्च
month-4 = अप्रैल
month-5 = मई
month-6 = जून
month-7 = जुलाई
month-8 = अगस्त
month-9 = सितंबर
month-10 = अक्टूबर
month-11 = नवंबर
month-12 = दिसंबर

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = तुरंत रेफ़र करें: आँखों के विशेषज्ञ 2 सप्ताह में यह आँख देखें।
pack-eye-symptoms = लक्षणों के कारण रेफ़र करें, तस्वीर कुछ भी दिखाए: 2 सप्ताह में; अचानक दिखना बंद हुआ हो या आँख दुखे तो तुरंत।
pack-reduced-acuity = नज़र 6/12 से कम है, इसलिए रेफ़र करें: 1 महीने में।
pack-severe = रेफ़र करें: आँखों के विशेषज्ञ 1 महीने में यह आँख देखें।
pack-maculopathy = रेफ़र करें: दृष्टि के केंद्र के पास लक्षण हैं। आँखों के विशेषज्ञ 1 महीने में यह आँख देखें।
pack-eye-not-seen = रेफ़र करें: इस आँख की जाँच नहीं हो सकी, और जो आँख देखी नहीं गई वह कभी निगेटिव नहीं। 1 महीने में।
pack-eye-human-read = यह तस्वीर किसी व्यक्ति को पढ़नी है: मशीन नहीं जानती। 2 सप्ताह में।
pack-moderate = रेफ़र करें: आँखों के विशेषज्ञ 3 महीने में यह आँख देखें।
pack-referable-score = रेफ़र करें: रेटिनोपैथी के लक्षण जिन्हें विशेषज्ञ देखें। 3 महीने में।
pack-score-missing = यह तस्वीर किसी व्यक्ति को पढ़नी है: स्कोर नहीं है। 2 सप्ताह में।
pack-none-or-mild = रेफ़र करने योग्य रेटिनोपैथी नहीं मिली। 12 महीने बाद फिर जाँच करें।
pack-warn-eye-symptoms = लक्षण नहीं पूछे गए: अचानक दिखना बंद होना, धब्बे या दर्द हो तो रेफ़र करें, तस्वीर कुछ भी दिखाए।
pack-warn-acuity = नज़र नहीं नापी गई: 6/12 से कम हो तो रेफ़र करें, तस्वीर कुछ भी दिखाए।
pack-priority = आज ही रेफ़र करें: मॉलिक्यूलर जाँच के लिए बलगम, फ़िल्म कुछ भी दिखाए; मास्क और खाँसी की सलाह।
pack-age = चिकित्सक इस मरीज़ की जाँच करें: 15 वर्ष से कम या उम्र पता न हो तो कंप्यूटर नहीं पढ़ता।
pack-view = चिकित्सक इस मरीज़ की जाँच करें: फ़िल्म छाती की पीछे-से-आगे (PA) तस्वीर नहीं है।
pack-above = आज ही रेफ़र करें: मॉलिक्यूलर जाँच के लिए बलगम; मास्क और खाँसी की सलाह।
pack-film-not-seen = रेफ़र करें: फ़िल्म जाँची नहीं जा सकी। कोई व्यक्ति आज पढ़े, या फ़िल्म फिर ली जाए।
pack-film-human-read = यह फ़िल्म किसी व्यक्ति को पढ़नी है: मशीन नहीं जानती। हो सके तो आज।
pack-chest-symptoms = फ़िल्म में कुछ नहीं, फिर भी लक्षणों के कारण जाँच करें: आज मॉलिक्यूलर जाँच के लिए बलगम।
pack-no-sign = फ़िल्म में टीबी का कोई लक्षण नहीं मिला। खाँसी, बुखार, वज़न घटना या रात में पसीना शुरू हो तो तुरंत आएँ।
pack-warn-past-tb = पहले टीबी हुई थी: पुराने निशान रोग जैसे दिख सकते हैं, परिणाम कम भरोसेमंद है।
pack-warn-past-tb-unknown = पहले की टीबी नहीं पूछी गई: पुराने निशान रोग जैसे दिख सकते हैं।
pack-warn-chest-symptoms = लक्षण नहीं पूछे गए: खाँसी, बुखार, वज़न घटना या रात में पसीना हो तो जाँच करें, फ़िल्म कुछ भी दिखाए।
pack-warn-hiv = HIV की स्थिति पता नहीं: HIV के साथ जी रहे और लक्षण वाले लोगों की जाँच होती है, फ़िल्म कुछ भी दिखाए।
pack-warn-view = फ़ाइल नहीं बताती कि यह पीछे-से-आगे (PA) तस्वीर है: देख लें।
pack-warn-clock = मशीन की घड़ी सही नहीं: अंतिम दिन आज से गिनें।
pack-glaucoma = काला मोतिया (ग्लूकोमा)
pack-cataract = मोतियाबिंद
pack-macular-degeneration = उम्र से मैक्युला का क्षय
pack-eye-tumours = आँख के ट्यूमर
pack-nerves = दिमाग या नसों का कोई रोग
pack-lung-cancer = फेफड़े का कैंसर
pack-heart = हृदय रोग
pack-ribs = टूटी पसलियाँ
pack-tb-elsewhere = फेफड़ों के बाहर की टीबी
pack-vein = रेटिना की शिरा का रुकना
pack-detachment = रेटिना का अलग होना
pack-pneumonia = निमोनिया
pack-heart-failure = हृदय की विफलता
pack-fractures = हड्डी टूटना
pack-tb-children = 15 वर्ष से छोटे बच्चों की टीबी
