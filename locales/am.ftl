### Machine translation of en.ftl. Nobody who speaks the language has reviewed it yet: then say yes.
reviewed = no

## Everywhere
back = ተመለስ
next = ቀጥል
cancel = ሰርዝ
yes = አዎ
no = አይ
unknown = አይታወቅም
save = አስቀምጥ
close = ዝጋ
retry = እንደገና ሞክር
search = ፈልግ
loading = ትንሽ ይጠብቁ …
page-of = { $page } ከ { $pages }
eye-right = ቀኝ ዓይን (OD)
eye-left = ግራ ዓይን (OS)
chest = ደረት
task-dr = ዓይኖች
task-tb = ደረት
years = { $count ->
    [one] { $count } ዓመት
   *[other] { $count } ዓመት
}
sex-female = ሴት
sex-male = ወንድ
sex-other = ሌላ
sex-unknown = አይታወቅም
practice = ልምምድ – የማንም ውጤት አይደለም
research-use = ለምርምር ብቻ

## Start and lock
starting = በመጀመር ላይ …
start-hardware = መሣሪያውን በመፈተሽ ላይ
start-store = መዝገቦችን በመክፈት ላይ
start-models = ሞዴሎችን በመጫን ላይ
start-camera = ካሜራን በመፈለግ ላይ
start-failed = Farlight መጀመር አልቻለም
start-failed-help = አጥፍተው ያብሩ። ከቀጠለ ለቴክኒሻኑ ኮዱን ይንገሩ።
code = ኮድ { $code }
choose-name = እርስዎ ማን ነዎት?
enter-pin = { $name }፣ የእርስዎ PIN
pin-wrong = ይህ PIN ስህተት ነው።
pin-wait = { $count ->
    [one] { $count } ሰከንድ ይጠብቁ
   *[other] { $count } ሰከንዶች ይጠብቁ
}
pin-barred = ተቆልፏል። ተቆጣጣሪ ሊከፍትልዎ ይችላል።
supervisor-unlock = በተቆጣጣሪ ክፈት
choose-supervisor = የትኛው ተቆጣጣሪ?
lock = ቆልፍ
work-of = ያልተጠናቀቀ፦ { $name }

## Home
new-eye = አዲስ የዓይን ምርመራ
new-chest = አዲስ የደረት ምርመራ
today = ዛሬ
waiting = ለመላክ የሚጠብቁ
waiting-count = { $count ->
    [0] ሁሉም ተልኳል
   *[other] ለመላክ የሚጠብቁ፦ { $count }
}
oldest-days = { $count ->
    [0] የቆየው፦ ዛሬ
    [one] የቆየው፦ { $count } ቀን
   *[other] የቆየው፦ { $count } ቀናት
}
returned = የተመለሱ
overdue = ያለፈባቸው
referrals = ሪፈራሎች
settings = ቅንብሮች
training = ልምምድ
cleaning = ስክሪን አጽዳ
send-now = አሁን ላክ
network-none = ኔትወርክ የለም
network-no-server = ሰርቨር የለም
network-online = ተገናኝቷል
clock-wrong = ሰዓቱ አልተስተካከለም
alert-disk-full = ዲስኩ ሞልቷል። ቴክኒሻን ይጥሩ።
alert-disk-low = ቦታ እያነሰ ነው። ኔትወርክ ያገናኙ ወይም USB ያምጡ።
alert-pictures-damaged = የተቀመጡ ምስሎች ተበላሽተዋል። ቴክኒሻን ይጥሩ።
alert-audit-broken = መዝገቡ ተቀይሯል። ቴክኒሻን ይጥሩ።
alert-clock-not-set = ሰዓቱ አልተስተካከለም፦ ቀኖቹ ስህተት ሊሆኑ ይችላሉ።
alert-camera-missing = ካሜራው አይመልስም። ገመዱን ይመልከቱ።
alert-sending-rejected = ሰርቨሩ ውጤት አልተቀበለም። ተቆጣጣሪ ይጥሩ።
alert-sending-misconfigured = የመላክ ቅንብር ትክክል አይደለም። ቴክኒሻን ይጥሩ።
alert-printer-missing = አታሚው አይመልስም። ወረቀትና ገመድ ይመልከቱ።
alert-hot = መሣሪያው ሞቋል። ወደ ጥላ ይውሰዱት።

## The bars around a screen
went-wrong = ችግር ተፈጥሯል
short-disk-full = ዲስኩ ሞልቷል
short-disk-low = ቦታ አነስተኛ ነው
short-pictures-damaged = ምስሎች ተበላሽተዋል
short-audit-broken = መዝገቡ ተቀይሯል
short-camera-missing = ካሜራ የለም
short-sending-rejected = ውጤቱ ተቀባይነት አላገኘም
short-sending-misconfigured = መላኪያ አልተዘጋጀም
short-printer-missing = ማተሚያ የለም
short-hot = ሳጥኑ ሞቋል

## Identify
who = ታካሚው ማን ነው?
search-hint = ስም ወይም ቁጥር
scan-card = ካርዱን አንብብ
scan-hint = ካርዱን ከካሜራው ፊት ይያዙ
new-patient = አዲስ ታካሚ
name = ስም
number = የካርድ ቁጥር
birth-date = የትውልድ ቀን
birth-hint = ዓመቱ ይበቃል
sex = ጾታ
check-patient = ከፊትዎ ያለው ሰው ይህ ነው?
check-yes = አዎ፣ ይህ ሰው ነው
duplicates = ከእነዚህ አንዱ ነው?
none-of-these = ከእነዚህ ማንም አይደለም
error-name = እባክዎ ስም ይጻፉ።
error-number = እባክዎ ቁጥር ይጻፉ።
error-birth = ይህ ቀን ትክክል ሊሆን አይችልም።
new-patient-hint = ስም፣ ቁጥር እና ዕድሜ
more-found = ተጨማሪ { $count }፦ የስሙን ተጨማሪ ፊደላት ይጻፉ።
space-bar = ክፍተት

## Consent and questions
consent = ፈቃድ
consent-eye = የስኳር በሽታ ጉዳት ለማየት የሁለቱን ዓይኖች ፎቶ እናነሳለን። ኮምፒውተር ያነበዋል። የዓይን ሐኪምን አይተካም።
consent-chest = የሳንባ ነቀርሳ ለማየት የደረት ራጅ እናነባለን። ኮምፒውተር ያነበዋል። ሐኪምን አይተካም።
consent-stored = ምስሎችና ውጤት በዚህ መሣሪያ ይቀመጣሉ፣ ለስፔሻሊስት ይላካሉ። ታካሚው እምቢ ማለት ይችላል፣ ሕክምናም ያገኛል።
agree = ታካሚው ይስማማል
decline = ታካሚው አይስማማም
questions = ጥያቄዎች
symptoms = ምልክቶች
symptom-sudden-loss = ድንገተኛ የእይታ መጥፋት
symptom-floaters = ነጠብጣብ ወይም ብልጭታ
symptom-pain = የዓይን ሕመም
symptom-cough = ሳል
symptom-fever = ትኩሳት
symptom-weight-loss = ክብደት መቀነስ
symptom-night-sweats = የሌሊት ላብ
no-symptoms = ከእነዚህ ምንም የለም
ask-acuity = እይታ ከ6/12 በታች?
ask-hiv = ከHIV ጋር ይኖራሉ?
ask-past-tb = ቀድሞ የሳንባ ነቀርሳ ነበር?
age = ዕድሜ በዓመት
no-reading = ከ15 ዓመት በታች ወይም ዕድሜ ካልታወቀ ኮምፒውተር አያነብም፦ የጤና ባለሙያ ይመረምራል።

## Capture
field-macula = የእይታ ማዕከል መሃል
field-disc = ኦፕቲክ ዲስክ መሃል
shutter = ፎቶ አንሳ
auto-shutter = በራሱ
picture-good = ጥሩ – አይንቀሳቀሱ
cannot-take = አይቻልም
attempt = ምስል { $number } ከ { $total }
source = ራጁ የት ነው?
source-inbox = ከራጅ መሣሪያ
source-files = ከፋይል
source-light-box = የብርሃን ሳጥን
no-films = እስካሁን ራጅ አልደረሰም።
check-corners = ማዕዘኖቹ ከፊልሙ ጋር ይገጥማሉ?
is-picture-good = ይህ ምስል ጥሩ ነው?
accept = ተጠቀም
retake = እንደገና አንሳ
dilate = ምስሎቹ በቂ አይደሉም። በፕሮግራማችሁ መሠረት ብሌኑን ያስፉ፣ ይጠብቁ፣ አንድ ጊዜ ደግመው ይሞክሩ።
dilated = ብሌኑ ሰፍቷል፦ እንደገና ሞክር
why-missing = ጥሩ ምስል ለምን የለም?
reason-still-poor = ምስሉ አሁንም ደካማ ነው
reason-no-dilation = ብሌኑን ማስፋት አይቻልም
reason-cloudy-eye = ዓይኑ ደብዝዟል
reason-cannot-hold-still = መረጋጋት አይችልም
reason-declined = ታካሚው አልተስማማም
reason-no-eye = በዚህ በኩል ዓይን የለም
defect-not-a-retina = ሬቲና አይደለም
defect-not-a-chest = ደረት አይደለም
defect-too-small = ፒክሰል በጣም ጥቂት
defect-too-dark = በጣም ጨለማ
defect-too-bright = በጣም ብሩህ
defect-out-of-focus = ትኩረት የለውም
defect-low-contrast = ጭጋጋማ
defect-reflection = ነጸብራቅ
defect-disc-missing = ኦፕቲክ ዲስክ የለም
defect-field-cut-off = የተቆረጠ እይታ
defect-rotated = የዞረ
defect-lungs-cut-off = ሳንባዎች ተቆርጠዋል
hint-not-a-retina = ካሜራውን ወደ ዓይን ውስጥ ያነጣጥሩ።
hint-not-a-chest = የደረት የፊት ምስል ይምረጡ።
hint-too-small = ካሜራውን ወደ ትልቅ መጠን ያስተካክሉ።
hint-too-dark = ፍላሹን ይጨምሩ ወይም ብሌኑ እስኪሰፋ ይጠብቁ።
hint-too-bright = ፍላሹን ይቀንሱ።
hint-out-of-focus = ታካሚው እንዳይንቀሳቀስ ይጠይቁ፣ እንደገና ያስተካክሉ።
hint-low-contrast = ሌንሱን ያጽዱ፣ እንባ ይጥረጉ።
hint-reflection = ካሜራውን ትንሽ ያንቀሳቅሱ።
hint-disc-missing = ታካሚው ምልክቱን እንዲያይ ይጠይቁ።
hint-field-cut-off = ብሌኑን መሃል ያድርጉ፣ ይቅረቡ።
hint-rotated = ምስሉን ቀጥ ያድርጉ።
hint-lungs-cut-off = ሁለቱም ሳንባዎች ያሉበት ፊልም እንደገና ያንሱ።
wrong-side = ይህ የሌላው ዓይን ምስል ነው። ዓይኑን ያረጋግጡ።
same-eye-ask = ይህ ሁለት ጊዜ ያው ዓይን ነው?
same-eye-why = ሁለቱም ምስሎች የአንድ ጎን ይመስላሉ። የታካሚውን ዓይኖች ይመልከቱ።
other-eye-ask = ይህ ሌላው ዓይን ነው?
other-eye-why = ምስሉ የሌላው ጎን ይመስላል። የታካሚውን ዓይን ይመልከቱ።
retake-other-eye = ሌላውን ዓይን እንደገና ያንሱ
keep-eye = ዓይኑ ትክክል ነው
same-picture = ይህ ምስል ቀድሞ ጥቅም ላይ ውሏል። አዲስ ያንሱ።
unreadable-picture = ይህ ምስል አይነበብም። እንደገና ያንሱ።
analysing = ምስሉን በማንበብ ላይ
concluding = ውጤቱን በማዘጋጀት ላይ
tries-left = የቀሩ ሙከራዎች: { $count }
corners-hint = እያንዳንዱን ጥግ ወደ ፊልሙ ጠርዝ ይጎትቱ።
film-unnamed = በፋይሉ ውስጥ ስም የለም
films-hidden = { $count } የቆዩ አልታዩም።

## Result
outcome-negative = ምንም ምልክት አልተገኘም
outcome-refer = ሪፈር ያድርጉ
outcome-urgent = በአስቸኳይ ሪፈር ያድርጉ
outcome-ungradable = መገምገም አልተቻለም
outcome-abstain = ሰው ማንበብ አለበት
outcome-wrong-image = የተሳሳተ ምስል
outcome-assess = የጤና ባለሙያ ይመረምራል
abstain-out-of-distribution = ምስሉ ሞዴሉ የሚያውቃቸውን አይመስልም።
abstain-uncertain = ነጥቡ ለገደቡ በጣም ቅርብ ነው።
abstain-looked-elsewhere = ሞዴሉ ከትክክለኛው ቦታ ውጭ አይቷል።
abstain-not-eligible = ለዚህ ታካሚ ኮምፒውተር አያነብም።
due = የመጨረሻ ቀን፦ { $date }
due-today = ዛሬ
not-looked-for = የማይፈልገው፦ { $list }
summary = ውጤት
score = ነጥብ
heatmap = ካርታ
priors = የቀድሞ
score-line = ነጥብ { $score }፣ ገደብ { $threshold }
grade = ደረጃ { $grade } ከ 4
no-score = ነጥብ የለም
heatmap-note = ሞዴሉ ያየበት ቦታ እንጂ የበሽታ ምርመራ አይደለም
heatmap-none = ለዚህ ምስል ካርታ የለም
picture-only = ምስል
no-priors = የቀድሞ ምርመራ የለም
prior-other-model = ሌላ የሞዴል ስሪት፦ በጥንቃቄ ያወዳድሩ።
print-slip = ወረቀቱን አትም
printed = ወረቀቱ ታትሟል።
print-failed = አታሚው አላተመም። ወረቀቱን ይመልከቱ።
without-slip = ያለ ወረቀት
done = ተጠናቀቀ
done-kept = ውጤቱ ተቀምጧል፣ ይላካል።
done-practice = ልምምዱ አልቋል። ምንም አልተቀመጠም።
slip-title = የምርመራ ውጤት
slip-keep = ይህን ወረቀት በቀጠሮዎ ቀን ይዘው ይምጡ።
referral-id = ሪፈራል { $id }
operator = የመረመረው፦ { $name }
before = በፊት
now = አሁን
remarks = ማስታወሻዎች
model-line = ሞዴል { $model }
rules-line = ደንቦች { $rules }
printing = በማተም ላይ …

## Lists
empty-list = እዚህ ምንም የለም
follow-overdue = ያለፈበት
follow-did-not-attend = አልመጣም
follow-confirmed = ተረጋግጧል
follow-not-confirmed = አልተረጋገጠም
follow-treated = ታክሟል
follow-seen = ታይቷል
follow-sent = ተልኳል
follow-not-sent = ገና አልተላከም

## Settings
language = ቋንቋ
latin-digits = አኃዞች 0–9
calendar-note = ሁሉም ቀኖች የጎርጎርዮስ አቆጣጠር ናቸው።
display = ማሳያ
dark-theme = ጨለማ
large-text = ትልቅ ጽሑፍ
sound = ድምፅ
about = ስለ
thresholds = ገደቦች
threshold-of = { $model }፣ ካሜራ { $camera }፦ { $value }
read-only = እነዚህን የሚቀይረው የተፈረመ ጥቅል ብቻ ነው።
users = ተጠቃሚዎች
add-user = ጨምር
remove-user = አስወግድ
pin-new = አዲስ PIN
pin-again = PIN እንደገና
role-operator = ሠራተኛ
role-supervisor = ተቆጣጣሪ
role-technician = ቴክኒሻን
error-name-taken = ይህ ስም ተይዟል።
error-pin-short = ቢያንስ 4 አኃዞች።
error-pins-differ = PINዎቹ ይለያያሉ።
error-last-supervisor = ቢያንስ አንድ ተቆጣጣሪ መኖር አለበት።
network = ኔትወርክ
storage = ማከማቻ
storage-free = ከ{ $total } GB { $free } GB ነፃ ነው
camera = ካሜራ
self-test = ራስን መፈተሽ
run-self-test = ፈተናውን ጀምር
check-passed = ጥሩ
check-failed = አልተሳካም
check-running = በመፈተሽ ላይ …
check-missing = የለም
version = ስሪት { $version }
licences = ፈቃዶች
not-reviewed = ይህ ቋንቋ በማሽን ተተርጉሟል፣ ገና አልተገመገመም።
export-support = የድጋፍ ፋይል
restart = እንደገና አስጀምር
shut-down = አጥፋ
auto-shutter-setting = ካሜራው በራሱ ፎቶ ያነሳል
edit-user = ተጠቃሚ ቀይር
stored-screenings = የተቀመጡ ምርመራዎች፦ { $count }
support-note = የድጋፍ ፋይሉ የታካሚ መረጃ የለውም።
support-saved = የድጋፍ ፋይሉ ዝግጁ ነው
support-on-stick = በስቲኩ ላይ ነው፦
support-in-box = ስቲክ አልተገኘም። በዚህ ሳጥን ውስጥ ነው፦
support-code-note = ኮዱ ዋናውን ይናገራል፦ ለሚረዳዎት ሰው ፎቶ ያንሱት።
machine-languages = በማሽን የተተረጎመ፣ ያልተገመገመ፦ { $list }
test-camera = ካሜራ
test-touch = ንክኪ
test-printer = ማተሚያ
test-storage = ማከማቻ
test-clock = ሰዓት
test-models = ሞዴሎች
test-network = ኔትወርክ

## Practice and cleaning
choose-practice = ምን መለማመድ ይፈልጋሉ?
phantom-healthy = ጤናማ
phantom-disease = በሽታ
phantom-dark = በጣም ጨለማ
phantom-blurred = ትኩረት የለውም
practice-note = ምንም አይቀመጥም፣ አይላክም።
cleaning-note = አሁን ስክሪኑን ይጥረጉ። መንካት ለጊዜው ጠፍቷል።

## Questions that stand before the screen
ask-abandon = ይህ ምርመራ ይቁም? ምስሎቹ ይጠፋሉ።
ask-leave-result = ሳይታተም ይውጡ? ውጤቱ ተቀምጧል።
ask-discard-form = የተጻፈው ይጣል?
ask-take-up = ይህን ያልተጠናቀቀ ምርመራ ይቀጥላሉ?
ask-remove-user = ይህ ተጠቃሚ ይወገድ?
ask-restart = መሣሪያው እንደገና ይጀምር?
ask-shut-down = መሣሪያው ይጥፋ?

## Notices
notice-work-kept = ሥራዎ ተቀምጧል።
notice-consent-declined = ምንም አልተቀመጠም።
notice-none-found = ማንም አልተገኘም
notice-card-unknown = ይህ ካርድ አይታወቅም።
notice-camera-failed = ካሜራው ፎቶ አላነሳም። እንደገና ይሞክሩ።
notice-pictures-lost = ምስሎቹ ጠፍተዋል። እንደገና ያንሱ።
notice-not-saved = አልተቀመጠም
notice-saved = ተቀምጧል
notice-sending = በመላክ ላይ …
notice-support-under-way = የድጋፍ ፋይል እየተጻፈ ነው …
notice-support-failed = የድጋፍ ፋይሉን መጻፍ አልተቻለም።
notice-screenshot-saved = የስክሪን ምስል ተቀምጧል
notice-screenshot-refused = የማያ ገጹን ምስል የሚያነሳው ቴክኒሻን ብቻ ነው።
notice-user-released = ተጠቃሚው እንደገና መግባት ይችላል።

## Faults
fault-transient = አልሠራም። እንደገና ይሞክሩ።
fault-needs-operator = ምስሉን አይተው እንደገና ይሞክሩ።
fault-needs-technician = ቴክኒሻን ይጥሩና ኮዱን ይንገሩ።
fault-bug = የፕሮግራም ስህተት። የተሳሳተ ነገር አይታይም። ኮዱን ለቴክኒሻን ይንገሩ።
fault-disk-full = ዲስኩ ሞልቷል። አዲስ ነገር ማስቀመጥ አይቻልም።
fault-no-room = ለአዲስ ምርመራ ቦታ የለም። ኔትወርክ ያገናኙ ወይም USB ያምጡ፤ የሚጠብቀውን ይላኩ። ምንም አልጠፋም።
fault-identity-mismatch = ውጤቱ የዚህ ታካሚ ስላልነበረ አይታይም።
fault-no-camera = ካሜራ የለም። ያገናኙትና ያብሩት።
fault-camera-unplugged = ካሜራው ተነቅሏል። እንደገና ያገናኙት።
fault-camera-stalled = ካሜራው አይመልስም። ያጥፉትና ያብሩት።
fault-no-printer = ምንም ማተሚያ አልተዘጋጀም። ያለ ወረቀት ይቀጥሉ፣ ወይም ቴክኒሻን ይጥሩ።
fault-printer-missing = ማተሚያው አይመልስም። መብራቱንና ገመዱን ይመልከቱ።
fault-printer-no-paper = ማተሚያው ወረቀት የለውም። አዲስ ጥቅል ያስገቡና እንደገና ይሞክሩ።
fault-printer-cover-open = የማተሚያው ክዳን ክፍት ነው። ዘግተው እንደገና ይሞክሩ።
fault-printer-faulty = ማተሚያው ብልሽት አለው። አጥፍተው ያብሩትና እንደገና ይሞክሩ።
fault-printer-stalled = ማተሚያው ቆሟል። ወረቀቱን አይተው እንደገና ይሞክሩ።

## Dates
date = { $day } { $month } { $year }
month-1 = ጃንዋሪ
month-2 = ፌብሩዋሪ
month-3 = ማርች
month-4 = ኤፕሪል
month-5 = ሜይ
month-6 = ጁን
month-7 = ጁላይ
month-8 = ኦገስት
month-9 = ሴፕቴምበር
month-10 = ኦክቶበር
month-11 = ኖቬምበር
month-12 = ዲሴምበር

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = በአስቸኳይ ሪፈር ያድርጉ፦ የዓይን ስፔሻሊስት ይህን ዓይን በ2 ሳምንት ውስጥ ማየት አለበት።
pack-eye-symptoms = ምስሉ ምንም ቢያሳይ በምልክቶቹ ምክንያት ሪፈር ያድርጉ፦ በ2 ሳምንት ውስጥ፤ እይታ በድንገት ከጠፋ ወይም ዓይን ካመመ ወዲያውኑ።
pack-reduced-acuity = እይታ ከ6/12 በታች ስለሆነ ሪፈር ያድርጉ፦ በ1 ወር ውስጥ።
pack-severe = ሪፈር ያድርጉ፦ የዓይን ስፔሻሊስት ይህን ዓይን በ1 ወር ውስጥ ማየት አለበት።
pack-maculopathy = ሪፈር ያድርጉ፦ በእይታ ማዕከል አቅራቢያ ምልክቶች አሉ። የዓይን ስፔሻሊስት ይህን ዓይን በ1 ወር ውስጥ ማየት አለበት።
pack-eye-not-seen = ሪፈር ያድርጉ፦ ይህን ዓይን መገምገም አልተቻለም፣ ያልታየ ዓይን ፈጽሞ ነጻ አይባልም። በ1 ወር ውስጥ።
pack-eye-human-read = ይህን ምስል ሰው ማንበብ አለበት፦ መሣሪያው አያውቅም። በ2 ሳምንት ውስጥ።
pack-moderate = ሪፈር ያድርጉ፦ የዓይን ስፔሻሊስት ይህን ዓይን በ3 ወር ውስጥ ማየት አለበት።
pack-referable-score = ሪፈር ያድርጉ፦ ስፔሻሊስት የሚያስፈልገው የሬቲኖፓቲ ምልክት አለ። በ3 ወር ውስጥ።
pack-score-missing = ይህን ምስል ሰው ማንበብ አለበት፦ ነጥብ የለም። በ2 ሳምንት ውስጥ።
pack-none-or-mild = ሪፈር የሚያስፈልገው ሬቲኖፓቲ አልተገኘም። ከ12 ወር በኋላ እንደገና ይመርመሩ።
pack-warn-eye-symptoms = ስለ ምልክቶች አልተጠየቀም፦ ድንገተኛ የእይታ መጥፋት፣ ነጠብጣብ ወይም ሕመም ካለ ምስሉ ምንም ቢያሳይ ሪፈር ያድርጉ።
pack-warn-acuity = የእይታ ጥራት አልተለካም፦ ከ6/12 በታች ከሆነ ምስሉ ምንም ቢያሳይ ሪፈር ያድርጉ።
pack-priority = ዛሬ ሪፈር ያድርጉ፦ ፊልሙ ምንም ቢያሳይ ለሞለኪውላር ምርመራ አክታ፤ ጭምብልና የሳል ምክር።
pack-age = የጤና ባለሙያ ይህን ታካሚ ይመረምራል፦ ከ15 ዓመት በታች ወይም ዕድሜ ካልታወቀ ኮምፒውተር አያነብም።
pack-view = የጤና ባለሙያ ይህን ታካሚ ይመረምራል፦ ፊልሙ ከኋላ ወደ ፊት (PA) የደረት ምስል አይደለም።
pack-above = ዛሬ ሪፈር ያድርጉ፦ ለሞለኪውላር ምርመራ አክታ፤ ጭምብልና የሳል ምክር።
pack-film-not-seen = ሪፈር ያድርጉ፦ ፊልሙን መገምገም አልተቻለም። ዛሬ ሰው ያነበዋል ወይም እንደገና ይነሳል።
pack-film-human-read = ይህን ፊልም ሰው ማንበብ አለበት፦ መሣሪያው አያውቅም። ቢቻል ዛሬ።
pack-chest-symptoms = ፊልሙ ምልክት ባያሳይም በሕመም ምልክቶቹ ምክንያት ይመርምሩ፦ ዛሬ ለሞለኪውላር ምርመራ አክታ።
pack-no-sign = በፊልሙ ላይ የሳንባ ነቀርሳ ምልክት አልተገኘም። ሳል፣ ትኩሳት፣ ክብደት መቀነስ ወይም የሌሊት ላብ ከጀመረ ወዲያውኑ ይመለሱ።
pack-warn-past-tb = የቀድሞ ነቀርሳ፦ የቆዩ ጠባሳዎች በሽታ ሊመስሉ ይችላሉ፣ ውጤቱም ያነሰ አስተማማኝ ነው።
pack-warn-past-tb-unknown = ስለ ቀድሞ ነቀርሳ አልተጠየቀም፦ የቆዩ ጠባሳዎች በሽታ ሊመስሉ ይችላሉ።
pack-warn-chest-symptoms = ስለ ምልክቶች አልተጠየቀም፦ ሳል፣ ትኩሳት፣ ክብደት መቀነስ ወይም የሌሊት ላብ ካለ ፊልሙ ምንም ቢያሳይ ይመርምሩ።
pack-warn-hiv = የHIV ሁኔታ አይታወቅም፦ ከHIV ጋር የሚኖሩና ምልክት ያላቸው ሰዎች ፊልሙ ምንም ቢያሳይ ይመረመራሉ።
pack-warn-view = ፋይሉ ከኋላ ወደ ፊት (PA) ምስል መሆኑን አይናገርም፦ ያረጋግጡ።
pack-warn-clock = የመሣሪያው ሰዓት አልተስተካከለም፦ የመጨረሻውን ቀን ከዛሬ ይቁጠሩ።
pack-glaucoma = ግላኮማ
pack-cataract = የዓይን ሞራ
pack-macular-degeneration = በዕድሜ የሚመጣ የማኩላ መበላሸት
pack-eye-tumours = የዓይን ዕጢዎች
pack-nerves = ማንኛውም የአንጎል ወይም የነርቭ በሽታ
pack-lung-cancer = የሳንባ ካንሰር
pack-heart = የልብ በሽታ
pack-ribs = የተሰበሩ የጎድን አጥንቶች
pack-tb-elsewhere = ከሳንባ ውጭ ያለ ነቀርሳ
pack-vein = የሬቲና ደም ሥር መዘጋት
pack-detachment = የሬቲና መላቀቅ
pack-pneumonia = የሳንባ ምች
pack-heart-failure = የልብ ድካም
pack-fractures = ስብራቶች
pack-tb-children = ከ15 ዓመት በታች ልጆች ነቀርሳ
