### Machine translation of en.ftl. Nobody who speaks the language has reviewed it yet: then say yes.
reviewed = no

## Everywhere
back = পিছনে
next = পরে
cancel = বাতিল
yes = হ্যাঁ
no = না
unknown = জানা নেই
save = রাখুন
close = বন্ধ
retry = আবার চেষ্টা
search = খুঁজুন
loading = একটু অপেক্ষা …
page-of = { $page } / { $pages }
eye-right = ডান চোখ (OD)
eye-left = বাম চোখ (OS)
chest = বুক
task-dr = চোখ
task-tb = বুক
years = { $count ->
    [one] { $count } বছর
   *[other] { $count } বছর
}
sex-female = নারী
sex-male = পুরুষ
sex-other = অন্য
sex-unknown = জানা নেই
practice = অনুশীলন – কারও ফল নয়
research-use = শুধু গবেষণার জন্য

## Start and lock
starting = শুরু হচ্ছে …
start-hardware = যন্ত্র পরীক্ষা
start-store = রেকর্ড খোলা হচ্ছে
start-models = মডেল আনা হচ্ছে
start-camera = ক্যামেরা খোঁজা হচ্ছে
start-failed = Farlight শুরু হচ্ছে না
start-failed-help = বন্ধ করে আবার চালু করুন। না হলে প্রযুক্তিবিদকে কোডটি বলুন।
code = কোড { $code }
choose-name = আপনি কে?
enter-pin = { $name }, আপনার PIN
pin-wrong = এই PIN ভুল।
pin-wait = { $count ->
    [one] { $count } সেকেন্ড অপেক্ষা করুন
   *[other] { $count } সেকেন্ড অপেক্ষা করুন
}
pin-barred = বন্ধ। সুপারভাইজার খুলে দিতে পারেন।
supervisor-unlock = সুপারভাইজার দিয়ে খুলুন
choose-supervisor = কোন সুপারভাইজার?
lock = লক করুন
work-of = অসমাপ্ত: { $name }

## Home
new-eye = চোখের নতুন পরীক্ষা
new-chest = বুকের নতুন পরীক্ষা
today = আজ
waiting = পাঠানো বাকি
waiting-count = { $count ->
    [0] সব পাঠানো হয়েছে
   *[other] পাঠানো বাকি: { $count }
}
oldest-days = { $count ->
    [0] সবচেয়ে পুরোনো: আজ
    [one] সবচেয়ে পুরোনো: { $count } দিন
   *[other] সবচেয়ে পুরোনো: { $count } দিন
}
returned = ফিরে এসেছে
overdue = সময় পেরিয়েছে
referrals = রেফারেল
settings = সেটিংস
training = অনুশীলন
cleaning = পর্দা মুছুন
send-now = এখনই পাঠান
network-none = নেটওয়ার্ক নেই
network-no-server = সার্ভার নেই
network-online = সংযুক্ত
clock-wrong = ঘড়ি ঠিক নেই
alert-disk-full = ডিস্ক ভরা। প্রযুক্তিবিদকে ডাকুন।
alert-disk-low = জায়গা কমে আসছে। নেটওয়ার্ক যুক্ত করুন, বা USB স্টিক আনুন।
alert-pictures-damaged = রাখা ছবি নষ্ট। প্রযুক্তিবিদকে ডাকুন।
alert-audit-broken = রেকর্ড বদলানো হয়েছে। প্রযুক্তিবিদকে ডাকুন।
alert-clock-not-set = ঘড়ি ঠিক নেই: তারিখ ভুল হতে পারে।
alert-camera-missing = ক্যামেরা সাড়া দিচ্ছে না। তার দেখুন।
alert-sending-rejected = সার্ভার একটি ফল নেয়নি। সুপারভাইজারকে ডাকুন।
alert-sending-misconfigured = পাঠানোর সেটিং ঠিক নেই। প্রযুক্তিবিদকে ডাকুন।
alert-printer-missing = প্রিন্টার সাড়া দিচ্ছে না। কাগজ ও তার দেখুন।
alert-hot = যন্ত্র গরম। ছায়ায় রাখুন।

## The bars around a screen
went-wrong = কিছু ভুল হয়েছে
short-disk-full = ডিস্ক পূর্ণ
short-disk-low = জায়গা কম
short-pictures-damaged = ছবি নষ্ট
short-audit-broken = নথি বদলানো হয়েছে
short-camera-missing = ক্যামেরা নেই
short-sending-rejected = ফল প্রত্যাখ্যাত
short-sending-misconfigured = পাঠানো ঠিক করা নেই
short-printer-missing = প্রিন্টার নেই
short-hot = বাক্স গরম

## Identify
who = রোগী কে?
search-hint = নাম বা নম্বর
scan-card = কার্ড স্ক্যান করুন
scan-hint = কার্ডটি ক্যামেরার সামনে ধরুন
new-patient = নতুন রোগী
name = নাম
number = কার্ডের নম্বর
birth-date = জন্মতারিখ
birth-hint = শুধু বছর হলেও চলবে
sex = লিঙ্গ
check-patient = ইনিই কি আপনার সামনে আছেন?
check-yes = হ্যাঁ, ইনিই
duplicates = ইনি কি এদের একজন?
none-of-these = এদের কেউ নন
error-name = নাম লিখুন।
error-number = নম্বর লিখুন।
error-birth = এই তারিখ ঠিক হতে পারে না।
new-patient-hint = নাম, নম্বর ও বয়স
more-found = আরও { $count }: নামের আরও অক্ষর লিখুন।
space-bar = ফাঁকা

## Consent and questions
consent = সম্মতি
consent-eye = ডায়াবেটিসের ক্ষতি দেখতে আমরা দুই চোখের ছবি তুলি। কম্পিউটার ছবি পড়ে। এটি চোখের ডাক্তারের বিকল্প নয়।
consent-chest = যক্ষ্মা দেখতে আমরা বুকের এক্স-রে পড়ি। কম্পিউটার সেটি পড়ে। এটি ডাক্তারের বিকল্প নয়।
consent-stored = ছবি ও ফল এই যন্ত্রে থাকে এবং বিশেষজ্ঞের কাছে যায়। রোগী না বলতে পারেন, তবু চিকিৎসা পাবেন।
agree = রোগী রাজি
decline = রোগী রাজি নন
questions = প্রশ্ন
symptoms = উপসর্গ
symptom-sudden-loss = হঠাৎ দৃষ্টি হারানো
symptom-floaters = ভাসমান দাগ বা ঝলক
symptom-pain = চোখে ব্যথা
symptom-cough = কাশি
symptom-fever = জ্বর
symptom-weight-loss = ওজন কমা
symptom-night-sweats = রাতে ঘাম
no-symptoms = এর কোনোটি নয়
ask-acuity = দৃষ্টি ৬/১২-এর কম?
ask-hiv = HIV নিয়ে বাঁচছেন?
ask-past-tb = আগে যক্ষ্মা হয়েছিল?
age = বয়স (বছর)
no-reading = ১৫ বছরের কম বা বয়স অজানা হলে কম্পিউটার পড়ে না: চিকিৎসক দেখবেন।

## Capture
field-macula = দৃষ্টির কেন্দ্র মাঝখানে
field-disc = অপটিক ডিস্ক মাঝখানে
shutter = ছবি তুলুন
auto-shutter = নিজে নিজে
picture-good = ভালো – স্থির থাকুন
cannot-take = সম্ভব নয়
attempt = ছবি { $number } / { $total }
source = এক্স-রে কোথায়?
source-inbox = এক্স-রে যন্ত্র থেকে
source-files = ফাইল থেকে
source-light-box = লাইট বক্স
no-films = এখনও কোনো এক্স-রে আসেনি।
check-corners = কোণগুলো কি ফিল্মের সঙ্গে মেলে?
is-picture-good = ছবিটি কি ভালো?
accept = এটি নিন
retake = আবার তুলুন
dilate = ছবি যথেষ্ট ভালো নয়। কর্মসূচির নিয়মে চোখের মণি বড় করুন, অপেক্ষা করুন, আর একবার তুলুন।
dilated = মণি বড় হয়েছে: আবার তুলুন
why-missing = ভালো ছবি নেই কেন?
reason-still-poor = ছবি এখনও খারাপ
reason-no-dilation = মণি বড় করা যাবে না
reason-cloudy-eye = চোখ ঘোলা
reason-cannot-hold-still = স্থির থাকতে পারেন না
reason-declined = রোগী রাজি নন
reason-no-eye = এই পাশে চোখ নেই
defect-not-a-retina = রেটিনা নয়
defect-not-a-chest = বুক নয়
defect-too-small = পিক্সেল খুব কম
defect-too-dark = খুব অন্ধকার
defect-too-bright = খুব উজ্জ্বল
defect-out-of-focus = ফোকাস নেই
defect-low-contrast = ঝাপসা
defect-reflection = আলোর ঝলক
defect-disc-missing = অপটিক ডিস্ক নেই
defect-field-cut-off = অংশ কাটা
defect-rotated = ঘোরানো
defect-lungs-cut-off = ফুসফুস কাটা
hint-not-a-retina = ক্যামেরা চোখের ভেতরে তাক করুন।
hint-not-a-chest = বুকের সামনের ছবি বাছুন।
hint-too-small = ক্যামেরার মাপ বড় করুন।
hint-too-dark = ফ্ল্যাশ বাড়ান, বা মণি বড় হওয়া পর্যন্ত অপেক্ষা করুন।
hint-too-bright = ফ্ল্যাশ কমান।
hint-out-of-focus = রোগীকে স্থির থাকতে বলুন, আবার ফোকাস করুন।
hint-low-contrast = লেন্স মুছুন, চোখের জল মুছুন।
hint-reflection = ক্যামেরা একটু সরান।
hint-disc-missing = রোগীকে চিহ্নের দিকে তাকাতে বলুন।
hint-field-cut-off = মণি মাঝখানে রাখুন, কাছে আসুন।
hint-rotated = ছবি সোজা করুন।
hint-lungs-cut-off = দুই ফুসফুসসহ ফিল্ম আবার তুলুন।
wrong-side = এটি অন্য চোখের ছবি। চোখ দেখে নিন।
same-eye-ask = এটি কি দুবার একই চোখ?
same-eye-why = দুটি ছবিই একই পাশের মনে হয়। রোগীর চোখ দেখুন।
other-eye-ask = এটি কি অন্য চোখ?
other-eye-why = ছবিটি অন্য পাশের মনে হয়। রোগীর চোখ দেখুন।
retake-other-eye = অন্য চোখ আবার তুলুন
keep-eye = চোখ ঠিক আছে
same-picture = এই ছবি আগেই নেওয়া হয়েছে। নতুন তুলুন।
unreadable-picture = এই ছবি পড়া যায় না। আবার তুলুন।
analysing = ছবি পড়া হচ্ছে
concluding = ফল তৈরি হচ্ছে
tries-left = বাকি চেষ্টা: { $count }
corners-hint = প্রতিটি কোণ ফিল্মের কিনারায় টেনে নিন।
film-unnamed = ফাইলে নাম নেই
films-hidden = { $count }টি পুরোনো দেখানো হয়নি।

## Result
outcome-negative = কোনো লক্ষণ নেই
outcome-refer = রেফার করুন
outcome-urgent = জরুরি রেফার করুন
outcome-ungradable = বিচার করা যায়নি
outcome-abstain = মানুষকে পড়তে হবে
outcome-wrong-image = ভুল ছবি
outcome-assess = চিকিৎসক দেখবেন
abstain-out-of-distribution = ছবিটি মডেলের জানা ছবির মতো নয়।
abstain-uncertain = স্কোর সীমার খুব কাছে।
abstain-looked-elsewhere = মডেল ঠিক জায়গার বাইরে দেখেছে।
abstain-not-eligible = এই রোগীর জন্য কম্পিউটার পড়ে না।
due = শেষ তারিখ: { $date }
due-today = আজই
not-looked-for = যা খোঁজে না: { $list }
summary = ফল
score = স্কোর
heatmap = মানচিত্র
priors = আগের
score-line = স্কোর { $score }, সীমা { $threshold }
grade = মাত্রা { $grade } / ৪
no-score = স্কোর নেই
heatmap-note = মডেল যেখানে দেখেছে, এটি রোগনির্ণয় নয়
heatmap-none = এই ছবির মানচিত্র নেই
picture-only = ছবি
no-priors = আগের পরীক্ষা নেই
prior-other-model = মডেলের অন্য সংস্করণ: সাবধানে তুলনা করুন।
print-slip = স্লিপ ছাপুন
printed = স্লিপ ছাপা হয়েছে।
print-failed = প্রিন্টার ছাপেনি। কাগজ দেখুন।
without-slip = স্লিপ ছাড়া
done = শেষ
done-kept = ফল রাখা হয়েছে, পাঠানো হবে।
done-practice = অনুশীলন শেষ। কিছু রাখা হয়নি।
slip-title = পরীক্ষার ফল
slip-keep = সাক্ষাতের দিন এই স্লিপ আনুন।
referral-id = রেফারেল { $id }
operator = পরীক্ষা করেছেন { $name }
before = আগে
now = এখন
remarks = মন্তব্য
model-line = মডেল { $model }
rules-line = নিয়ম { $rules }
printing = ছাপা হচ্ছে …

## Lists
empty-list = এখানে কিছু নেই
follow-overdue = সময় পেরিয়েছে
follow-did-not-attend = আসেননি
follow-confirmed = নিশ্চিত
follow-not-confirmed = নিশ্চিত নয়
follow-treated = চিকিৎসা হয়েছে
follow-seen = দেখা হয়েছে
follow-sent = পাঠানো হয়েছে
follow-not-sent = এখনও পাঠানো হয়নি

## Settings
language = ভাষা
latin-digits = অঙ্ক 0–9
calendar-note = সব তারিখ গ্রেগরীয়।
display = প্রদর্শন
dark-theme = গাঢ়
large-text = বড় অক্ষর
sound = শব্দ
about = পরিচিতি
thresholds = সীমা
threshold-of = { $model }, ক্যামেরা { $camera }: { $value }
read-only = শুধু স্বাক্ষরিত প্যাক এগুলো বদলায়।
users = ব্যবহারকারী
add-user = যোগ করুন
remove-user = সরান
pin-new = নতুন PIN
pin-again = আবার PIN
role-operator = কর্মী
role-supervisor = সুপারভাইজার
role-technician = প্রযুক্তিবিদ
error-name-taken = এই নাম আছে।
error-pin-short = অন্তত ৪ অঙ্ক।
error-pins-differ = PIN দুটি আলাদা।
error-last-supervisor = একজন সুপারভাইজার থাকতে হবে।
network = নেটওয়ার্ক
storage = জায়গা
storage-free = { $total } GB-র মধ্যে { $free } GB খালি
camera = ক্যামেরা
self-test = নিজ পরীক্ষা
run-self-test = পরীক্ষা শুরু
check-passed = ভালো
check-failed = ব্যর্থ
check-running = পরীক্ষা চলছে …
check-missing = নেই
version = সংস্করণ { $version }
licences = লাইসেন্স
not-reviewed = এই ভাষা যন্ত্রে অনুবাদ করা, কেউ যাচাই করেননি।
export-support = সহায়তা ফাইল
restart = আবার চালু
shut-down = বন্ধ করুন
auto-shutter-setting = ক্যামেরা নিজে ছবি তোলে
edit-user = ব্যবহারকারী বদলান
stored-screenings = সংরক্ষিত পরীক্ষা: { $count }
support-note = সহায়তা ফাইলে রোগীর তথ্য থাকে না।
support-saved = সহায়তা ফাইল প্রস্তুত
support-on-stick = এটি স্টিকে আছে:
support-in-box = কোনো স্টিক নেই। এটি এই বাক্সে আছে:
support-code-note = কোডটি মূল কথা বলে: সাহায্যকারীর জন্য ছবি তুলুন।
machine-languages = যন্ত্রে অনূদিত, যাচাই করা হয়নি: { $list }
test-camera = ক্যামেরা
test-touch = স্পর্শ
test-printer = প্রিন্টার
test-storage = সংরক্ষণ
test-clock = ঘড়ি
test-models = মডেল
test-network = নেটওয়ার্ক

## Practice and cleaning
choose-practice = কী অনুশীলন করবেন?
phantom-healthy = সুস্থ
phantom-disease = রোগ
phantom-dark = খুব অন্ধকার
phantom-blurred = ফোকাস নেই
practice-note = কিছুই রাখা বা পাঠানো হয় না।
cleaning-note = এখন পর্দা মুছুন। কিছুক্ষণ স্পর্শ বন্ধ।

## Questions that stand before the screen
ask-abandon = এই পরীক্ষা থামাবেন? এর ছবি মুছে যাবে।
ask-leave-result = না ছেপে যাবেন? ফল রাখা আছে।
ask-discard-form = যা লেখা হয়েছে ফেলে দেবেন?
ask-take-up = এই অসমাপ্ত পরীক্ষা আপনি চালাবেন?
ask-remove-user = এই ব্যবহারকারীকে সরাবেন?
ask-restart = যন্ত্র আবার চালু করবেন?
ask-shut-down = যন্ত্র বন্ধ করবেন?

## Notices
notice-work-kept = আপনার কাজ রাখা আছে।
notice-consent-declined = কিছু রাখা হয়নি।
notice-none-found = কাউকে পাওয়া যায়নি
notice-card-unknown = এই কার্ড চেনা নয়।
notice-camera-failed = ক্যামেরা ছবি তোলেনি। আবার চেষ্টা করুন।
notice-pictures-lost = ছবি হারিয়ে গেছে। আবার তুলুন।
notice-not-saved = রাখা হয়নি
notice-saved = রাখা হয়েছে
notice-sending = পাঠানো হচ্ছে …
notice-support-under-way = সহায়তা ফাইল লেখা হচ্ছে …
notice-support-failed = সহায়তা ফাইল লেখা যায়নি।
notice-screenshot-saved = পর্দার ছবি রাখা হয়েছে
notice-screenshot-refused = পর্দার ছবি শুধু টেকনিশিয়ান তোলেন।
notice-user-released = ব্যবহারকারী আবার ঢুকতে পারেন।

## Faults
fault-transient = কাজ হয়নি। আবার চেষ্টা করুন।
fault-needs-operator = ছবি দেখে আবার চেষ্টা করুন।
fault-needs-technician = প্রযুক্তিবিদকে ডেকে কোডটি বলুন।
fault-bug = প্রোগ্রামের ত্রুটি। ভুল কিছু দেখানো হয়নি। প্রযুক্তিবিদকে কোডটি বলুন।
fault-disk-full = ডিস্ক ভরা। নতুন কিছু রাখা যাবে না।
fault-no-room = নতুন পরীক্ষার জায়গা নেই। নেটওয়ার্ক যুক্ত করুন, বা USB স্টিক আনুন, আর যা অপেক্ষায় আছে তা পাঠান। কিছু হারায়নি।
fault-identity-mismatch = ফলটি এই রোগীর ছিল না, তাই দেখানো হয়নি।
fault-no-camera = কোনো ক্যামেরা নেই। এটি লাগান ও চালু করুন।
fault-camera-unplugged = ক্যামেরা খুলে গেছে। আবার লাগান।
fault-camera-stalled = ক্যামেরা সাড়া দিচ্ছে না। বন্ধ করে চালু করুন।
fault-no-printer = কোনো প্রিন্টার ঠিক করা নেই। স্লিপ ছাড়া এগোন, বা টেকনিশিয়ানকে ডাকুন।
fault-printer-missing = প্রিন্টার সাড়া দিচ্ছে না। এটি চালু কি না ও তার দেখুন।
fault-printer-no-paper = প্রিন্টারে কাগজ নেই। নতুন রোল দিন, তারপর আবার চেষ্টা করুন।
fault-printer-cover-open = প্রিন্টারের ঢাকনা খোলা। বন্ধ করে আবার চেষ্টা করুন।
fault-printer-faulty = প্রিন্টারে ত্রুটি। বন্ধ করে চালু করে আবার চেষ্টা করুন।
fault-printer-stalled = প্রিন্টার আটকে গেছে। কাগজ দেখুন, তারপর আবার চেষ্টা করুন।

## Dates
date = { $day } { $month } { $year }
month-1 = জানুয়ারি
month-2 = ফেব্রুয়ারি
month-3 = মার্চ
month-4 = এপ্রিল
month-5 = মে
month-6 = জুন
month-7 = জুলাই
month-8 = আগস্ট
month-9 = সেপ্টেম্বর
month-10 = অক্টোবর
month-11 = নভেম্বর
month-12 = ডিসেম্বর

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = জরুরি রেফার করুন: ২ সপ্তাহের মধ্যে চোখের বিশেষজ্ঞ এই চোখ দেখবেন।
pack-eye-symptoms = উপসর্গের কারণে রেফার করুন, ছবি যা-ই দেখাক: ২ সপ্তাহের মধ্যে; হঠাৎ দৃষ্টি গেলে বা চোখে ব্যথা হলে এখনই।
pack-reduced-acuity = দৃষ্টি ৬/১২-এর কম, তাই রেফার করুন: ১ মাসের মধ্যে।
pack-severe = রেফার করুন: ১ মাসের মধ্যে চোখের বিশেষজ্ঞ এই চোখ দেখবেন।
pack-maculopathy = রেফার করুন: দৃষ্টির কেন্দ্রের কাছে লক্ষণ। ১ মাসের মধ্যে চোখের বিশেষজ্ঞ এই চোখ দেখবেন।
pack-eye-not-seen = রেফার করুন: এই চোখ বিচার করা যায়নি, আর যে চোখ দেখা হয়নি তা কখনও নেগেটিভ নয়। ১ মাসের মধ্যে।
pack-eye-human-read = একজন মানুষকে এই ছবি পড়তে হবে: যন্ত্র জানে না। ২ সপ্তাহের মধ্যে।
pack-moderate = রেফার করুন: ৩ মাসের মধ্যে চোখের বিশেষজ্ঞ এই চোখ দেখবেন।
pack-referable-score = রেফার করুন: রেটিনোপ্যাথির লক্ষণ, বিশেষজ্ঞ দরকার। ৩ মাসের মধ্যে।
pack-score-missing = একজন মানুষকে এই ছবি পড়তে হবে: স্কোর নেই। ২ সপ্তাহের মধ্যে।
pack-none-or-mild = রেফার করার মতো রেটিনোপ্যাথি পাওয়া যায়নি। ১২ মাস পরে আবার পরীক্ষা।
pack-warn-eye-symptoms = উপসর্গ জিজ্ঞাসা করা হয়নি: হঠাৎ দৃষ্টি হারানো, ভাসমান দাগ বা ব্যথা থাকলে রেফার করুন, ছবি যা-ই দেখাক।
pack-warn-acuity = দৃষ্টি মাপা হয়নি: ৬/১২-এর কম হলে রেফার করুন, ছবি যা-ই দেখাক।
pack-priority = আজই রেফার করুন: মলিকুলার পরীক্ষার জন্য কফ, ফিল্ম যা-ই দেখাক; মাস্ক ও কাশির পরামর্শ।
pack-age = চিকিৎসক এই রোগীকে দেখবেন: ১৫ বছরের কম বা বয়স অজানা হলে কম্পিউটার পড়ে না।
pack-view = চিকিৎসক এই রোগীকে দেখবেন: ফিল্মটি বুকের পিছন-থেকে-সামনে (PA) ছবি নয়।
pack-above = আজই রেফার করুন: মলিকুলার পরীক্ষার জন্য কফ; মাস্ক ও কাশির পরামর্শ।
pack-film-not-seen = রেফার করুন: ফিল্ম বিচার করা যায়নি। আজ একজন মানুষ পড়বেন, অথবা আবার তোলা হবে।
pack-film-human-read = একজন মানুষকে এই ফিল্ম পড়তে হবে: যন্ত্র জানে না। সম্ভব হলে আজ।
pack-chest-symptoms = ফিল্মে লক্ষণ না থাকলেও উপসর্গের কারণে পরীক্ষা করুন: আজ মলিকুলার পরীক্ষার জন্য কফ।
pack-no-sign = ফিল্মে যক্ষ্মার লক্ষণ পাওয়া যায়নি। কাশি, জ্বর, ওজন কমা বা রাতে ঘাম শুরু হলে তখনই আসুন।
pack-warn-past-tb = আগে যক্ষ্মা হয়েছিল: পুরোনো দাগ রোগের মতো দেখাতে পারে, ফল কম নির্ভরযোগ্য।
pack-warn-past-tb-unknown = আগের যক্ষ্মার কথা জিজ্ঞাসা করা হয়নি: পুরোনো দাগ রোগের মতো দেখাতে পারে।
pack-warn-chest-symptoms = উপসর্গ জিজ্ঞাসা করা হয়নি: কাশি, জ্বর, ওজন কমা বা রাতে ঘাম থাকলে পরীক্ষা করুন, ফিল্ম যা-ই দেখাক।
pack-warn-hiv = HIV অবস্থা জানা নেই: HIV নিয়ে বাঁচছেন ও উপসর্গ আছে এমন সবার পরীক্ষা হয়, ফিল্ম যা-ই দেখাক।
pack-warn-view = ফাইলে বলা নেই যে এটি পিছন-থেকে-সামনে (PA) ছবি: দেখে নিন।
pack-warn-clock = যন্ত্রের ঘড়ি ঠিক নেই: শেষ দিন আজ থেকে গুনুন।
pack-glaucoma = গ্লুকোমা
pack-cataract = ছানি
pack-macular-degeneration = বয়সজনিত ম্যাকুলার ক্ষয়
pack-eye-tumours = চোখের টিউমার
pack-nerves = মস্তিষ্ক বা স্নায়ুর কোনো রোগ
pack-lung-cancer = ফুসফুসের ক্যান্সার
pack-heart = হৃদরোগ
pack-ribs = ভাঙা পাঁজর
pack-tb-elsewhere = ফুসফুসের বাইরের যক্ষ্মা
pack-vein = রেটিনার শিরা বন্ধ হওয়া
pack-detachment = রেটিনা খুলে যাওয়া
pack-pneumonia = নিউমোনিয়া
pack-heart-failure = হৃদযন্ত্রের বিকলতা
pack-fractures = হাড় ভাঙা
pack-tb-children = ১৫ বছরের কম বয়সীদের যক্ষ্মা
