### Machine translation of en.ftl. Nobody who speaks the language has reviewed it yet: then say yes.
reviewed = no

## Everywhere
back = رجوع
next = التالي
cancel = إلغاء
yes = نعم
no = لا
unknown = غير معروف
save = حفظ
close = إغلاق
retry = حاول مرة أخرى
search = بحث
loading = لحظة …
page-of = { $page } من { $pages }
eye-right = العين اليمنى (OD)
eye-left = العين اليسرى (OS)
chest = الصدر
task-dr = العينان
task-tb = الصدر
years = { $count ->
    [zero] { $count } سنة
    [one] سنة واحدة ({ $count })
    [two] سنتان ({ $count })
    [few] { $count } سنوات
   *[other] { $count } سنة
}
sex-female = أنثى
sex-male = ذكر
sex-other = آخر
sex-unknown = غير معروف
practice = تدريب – ليست نتيجة أحد
research-use = للبحث فقط

## Start and lock
starting = جارٍ البدء …
start-hardware = فحص الجهاز
start-store = فتح السجلات
start-models = تحميل النماذج
start-camera = البحث عن الكاميرا
start-failed = لا يمكن تشغيل Farlight
start-failed-help = أطفئ الجهاز ثم شغّله. إن استمر ذلك فاتصل بالفني واذكر الرمز.
code = الرمز { $code }
choose-name = من أنت؟
enter-pin = { $name }، رقمك السري
pin-wrong = الرقم السري خطأ.
pin-wait = انتظر { $count ->
    [one] ثانية واحدة ({ $count })
    [two] ثانيتين ({ $count })
    [few] { $count } ثوانٍ
   *[other] { $count } ثانية
}
pin-barred = مقفل. يستطيع المشرف أن يفتح لك.
supervisor-unlock = فتح بواسطة المشرف
choose-supervisor = أي مشرف؟
lock = قفل
work-of = غير مكتمل: { $name }

## Home
new-eye = فحص عينين جديد
new-chest = فحص صدر جديد
today = اليوم
waiting = بانتظار الإرسال
waiting-count = { $count ->
    [0] أُرسل كل شيء
   *[other] بانتظار الإرسال: { $count }
}
oldest-days = { $count ->
    [0] الأقدم: اليوم
    [one] الأقدم: يوم واحد ({ $count })
    [two] الأقدم: يومان ({ $count })
    [few] الأقدم: { $count } أيام
   *[other] الأقدم: { $count } يومًا
}
returned = عادت
overdue = متأخرة
referrals = الإحالات
settings = الإعدادات
training = تدريب
cleaning = تنظيف الشاشة
send-now = أرسل الآن
network-none = لا توجد شبكة
network-no-server = لا يوجد خادم
network-online = متصل
clock-wrong = الساعة غير مضبوطة
alert-disk-full = القرص ممتلئ. اتصل بالفني.
alert-disk-low = المساحة تنقص. صِل الشبكة أو أحضر ذاكرة USB.
alert-pictures-damaged = صور محفوظة تالفة. اتصل بالفني.
alert-audit-broken = تغيّر سجل التدقيق. اتصل بالفني.
alert-clock-not-set = الساعة غير مضبوطة: قد تكون المواعيد خاطئة.
alert-camera-missing = الكاميرا لا تستجيب. افحص السلك.
alert-sending-rejected = رفض الخادم نتيجة. اتصل بالمشرف.
alert-sending-misconfigured = الإرسال غير مضبوط. اتصل بالفني.
alert-printer-missing = الطابعة لا تستجيب. افحص الورق والسلك.
alert-hot = الجهاز ساخن. انقله إلى الظل.

## The bars around a screen
went-wrong = حدث خطأ
short-disk-full = القرص ممتلئ
short-disk-low = المساحة قليلة
short-pictures-damaged = صور تالفة
short-audit-broken = السجل تغيّر
short-camera-missing = الكاميرا مفقودة
short-sending-rejected = النتيجة مرفوضة
short-sending-misconfigured = الإرسال غير مُعدّ
short-printer-missing = الطابعة مفقودة
short-hot = الجهاز ساخن

## Identify
who = من المريض؟
search-hint = الاسم أو الرقم
scan-card = مسح البطاقة
scan-hint = ضع البطاقة أمام الكاميرا
new-patient = مريض جديد
name = الاسم
number = رقم البطاقة
birth-date = تاريخ الميلاد
birth-hint = السنة تكفي
sex = الجنس
check-patient = هل هذا هو الشخص الذي أمامك؟
check-yes = نعم، هذا الشخص
duplicates = هل هو أحد هؤلاء؟
none-of-these = ليس أحدًا منهم
error-name = اكتب الاسم.
error-number = اكتب الرقم.
error-birth = لا يمكن أن يكون هذا التاريخ صحيحًا.
new-patient-hint = الاسم والرقم والعمر
more-found = { $count } آخرون: اكتب المزيد من الاسم.
space-bar = مسافة

## Consent and questions
consent = الموافقة
consent-eye = نصوّر العينين للبحث عن ضرر السكري. يقرأ الحاسوب الصور. وهو لا يحل محل طبيب العيون.
consent-chest = نقرأ صورة أشعة للصدر للبحث عن السل. يقرؤها الحاسوب. وهو لا يحل محل الطبيب.
consent-stored = تُحفظ الصور والنتيجة في هذا الجهاز وتُرسل إلى الاختصاصي. يمكن للمريض أن يرفض ويبقى حقه في الرعاية.
agree = المريض موافق
decline = المريض رافض
questions = أسئلة
symptoms = الأعراض
symptom-sudden-loss = فقدان مفاجئ للبصر
symptom-floaters = ذبابات أو ومضات
symptom-pain = ألم في العين
symptom-cough = سعال
symptom-fever = حمى
symptom-weight-loss = نقص الوزن
symptom-night-sweats = تعرق ليلي
no-symptoms = لا شيء منها
ask-acuity = هل البصر أقل من 6/12؟
ask-hiv = هل يتعايش مع فيروس الإيدز؟
ask-past-tb = هل أصيب بالسل سابقًا؟
age = العمر بالسنوات
no-reading = لا قراءة بالحاسوب تحت 15 سنة أو بلا عمر: يفحصه طبيب.

## Capture
field-macula = مركز البصر في الوسط
field-disc = القرص البصري في الوسط
shutter = التقط الصورة
auto-shutter = تلقائي
picture-good = جيد – اثبت
cannot-take = غير ممكن
attempt = الصورة { $number } من { $total }
source = أين صورة الأشعة؟
source-inbox = من جهاز الأشعة
source-files = من ملف
source-light-box = صندوق الضوء
no-films = لم تصل أي صورة أشعة بعد.
check-corners = هل تطابق الزوايا الفيلم؟
is-picture-good = هل هذه الصورة جيدة؟
accept = استخدمها
retake = التقط ثانية
dilate = الصور لا تكفي. وسّع الحدقة حسب برنامجكم وانتظر وحاول مرة أخيرة.
dilated = الحدقة واسعة: حاول ثانية
why-missing = لماذا لا توجد صورة جيدة؟
reason-still-poor = الصورة ما زالت سيئة
reason-no-dilation = لا يمكن توسيع الحدقة
reason-cloudy-eye = عين معتمة
reason-cannot-hold-still = لا يستطيع الثبات
reason-declined = المريض رافض
reason-no-eye = لا عين في هذه الجهة
defect-not-a-retina = ليست شبكية
defect-not-a-chest = ليست صدرًا
defect-too-small = وحدات الصورة قليلة
defect-too-dark = مظلمة جدًا
defect-too-bright = ساطعة جدًا
defect-out-of-focus = غير واضحة
defect-low-contrast = ضبابية
defect-reflection = انعكاس
defect-disc-missing = القرص البصري غير ظاهر
defect-field-cut-off = المجال مقطوع
defect-rotated = الصورة مائلة
defect-lungs-cut-off = الرئتان مقطوعتان
hint-not-a-retina = وجّه الكاميرا إلى داخل العين.
hint-not-a-chest = اختر صورة أمامية للصدر.
hint-too-small = اضبط الكاميرا على حجم أكبر.
hint-too-dark = زد الوميض أو انتظر اتساع الحدقة.
hint-too-bright = خفف الوميض.
hint-out-of-focus = اطلب من المريض الثبات ثم اضبط الوضوح.
hint-low-contrast = نظّف العدسة وامسح الدموع.
hint-reflection = حرّك الكاميرا قليلًا.
hint-disc-missing = اطلب من المريض النظر إلى الهدف.
hint-field-cut-off = ضع الحدقة في الوسط واقترب.
hint-rotated = اجعل الصورة قائمة.
hint-lungs-cut-off = أعد الفيلم بحيث تظهر الرئتان.
wrong-side = هذه صورة العين الأخرى. تحقق من العين.
same-eye-ask = هل هذه العين نفسها مرتين؟
same-eye-why = تبدو الصورتان من الجهة نفسها. انظر إلى عيني المريض.
other-eye-ask = هل هذه هي العين الأخرى؟
other-eye-why = تبدو الصورة من الجهة الأخرى. انظر إلى عين المريض.
retake-other-eye = أعد تصوير العين الأخرى
keep-eye = العين صحيحة
same-picture = استُخدمت هذه الصورة من قبل. التقط صورة جديدة.
unreadable-picture = لا يمكن قراءة هذه الصورة. التقطها ثانية.
analysing = قراءة الصورة
concluding = إعداد النتيجة
tries-left = المحاولات المتبقية: { $count }
corners-hint = اسحب كل زاوية إلى حافة الفيلم.
film-unnamed = لا اسم في الملف
films-hidden = لا تظهر { $count } أقدم.

## Result
outcome-negative = لا علامات
outcome-refer = إحالة
outcome-urgent = إحالة عاجلة
outcome-ungradable = غير قابلة للتقييم
outcome-abstain = يجب أن يقرأها شخص
outcome-wrong-image = صورة خاطئة
outcome-assess = يفحصه طبيب
abstain-out-of-distribution = الصورة لا تشبه ما يعرفه النموذج.
abstain-uncertain = الدرجة قريبة جدًا من الحد.
abstain-looked-elsewhere = نظر النموذج خارج المنطقة الصحيحة.
abstain-not-eligible = لا تُقدَّم قراءة لهذا المريض.
due = الموعد: { $date }
due-today = الموعد اليوم
not-looked-for = لا يبحث عن: { $list }
summary = النتيجة
score = الدرجة
heatmap = الخريطة
priors = السابق
score-line = الدرجة { $score }، الحد { $threshold }
grade = المرحلة { $grade } من 4
no-score = لا درجة
heatmap-note = حيث نظر النموذج، وليس تشخيصًا
heatmap-none = لا خريطة لهذه الصورة
picture-only = الصورة
no-priors = لا فحص سابق
prior-other-model = إصدار آخر من النموذج: قارن بحذر.
print-slip = اطبع الورقة
printed = طُبعت الورقة.
print-failed = لم تطبع الطابعة. افحص الورق.
without-slip = بدون ورقة
done = تم
done-kept = حُفظت النتيجة وسوف تُرسل.
done-practice = انتهى التدريب. لم يُحفظ شيء.
slip-title = نتيجة الفحص
slip-keep = أحضر هذه الورقة إلى موعدك.
referral-id = الإحالة { $id }
operator = فحصه { $name }
before = قبل
now = الآن
remarks = ملاحظات
model-line = النموذج { $model }
rules-line = القواعد { $rules }
printing = جارٍ الطباعة …

## Lists
empty-list = لا شيء هنا
follow-overdue = متأخرة
follow-did-not-attend = لم يحضر
follow-confirmed = مؤكدة
follow-not-confirmed = غير مؤكدة
follow-treated = عولج
follow-seen = شوهد
follow-sent = أُرسلت
follow-not-sent = لم تُرسل بعد

## Settings
language = اللغة
latin-digits = أرقام 0–9
calendar-note = كل التواريخ ميلادية.
display = العرض
dark-theme = داكن
large-text = نص كبير
sound = الصوت
about = حول
thresholds = الحدود
threshold-of = { $model }، كاميرا { $camera }: { $value }
read-only = لا تغيّرها إلا حزمة موقّعة.
users = المستخدمون
add-user = إضافة
remove-user = إزالة
pin-new = رقم سري جديد
pin-again = أعد الرقم السري
role-operator = عامل
role-supervisor = مشرف
role-technician = فني
error-name-taken = هذا الاسم مستخدم.
error-pin-short = أربعة أرقام على الأقل.
error-pins-differ = الرقمان مختلفان.
error-last-supervisor = يجب أن يبقى مشرف واحد.
network = الشبكة
storage = التخزين
storage-free = المتاح { $free } غيغابايت من { $total }
camera = الكاميرا
self-test = اختبار ذاتي
run-self-test = ابدأ الاختبار
check-passed = جيد
check-failed = فشل
check-running = جارٍ الاختبار …
check-missing = غير موجود
version = الإصدار { $version }
licences = التراخيص
not-reviewed = تُرجمت هذه اللغة آليًا ولم يراجعها أحد.
export-support = ملف الدعم
restart = إعادة التشغيل
shut-down = إيقاف التشغيل
auto-shutter-setting = الكاميرا تلتقط الصورة وحدها
edit-user = تغيير المستخدم
stored-screenings = الفحوص المحفوظة: { $count }
support-note = لا يحتوي ملف الدعم على بيانات المرضى.
support-saved = ملف الدعم جاهز
support-on-stick = هو على الذاكرة:
support-in-box = لم توجد ذاكرة. هو في هذا الجهاز:
support-code-note = الرمز يذكر الأهم: صوّره لمن يساعدك.
machine-languages = ترجمة آلية لم تُراجع: { $list }
test-camera = الكاميرا
test-touch = اللمس
test-printer = الطابعة
test-storage = التخزين
test-clock = الساعة
test-models = النماذج
test-network = الشبكة

## Practice and cleaning
choose-practice = على ماذا تريد أن تتدرب؟
phantom-healthy = سليم
phantom-disease = مرض
phantom-dark = مظلمة جدًا
phantom-blurred = غير واضحة
practice-note = لا يُحفظ شيء ولا يُرسل.
cleaning-note = امسح الشاشة الآن. اللمس متوقف للحظة.

## Questions that stand before the screen
ask-abandon = إيقاف هذا الفحص؟ ستُحذف صوره.
ask-leave-result = الخروج بلا طباعة؟ النتيجة محفوظة.
ask-discard-form = التخلص مما كُتب؟
ask-take-up = متابعة هذا الفحص غير المكتمل؟
ask-remove-user = إزالة هذا المستخدم؟
ask-restart = إعادة تشغيل الجهاز؟
ask-shut-down = إيقاف الجهاز؟

## Notices
notice-work-kept = عملك محفوظ.
notice-consent-declined = لم يُحفظ شيء.
notice-none-found = لم يُعثر على أحد
notice-card-unknown = هذه البطاقة غير معروفة.
notice-camera-failed = لم تلتقط الكاميرا صورة. حاول مرة أخرى.
notice-pictures-lost = فُقدت الصور. التقطها من جديد.
notice-not-saved = لم يُحفظ
notice-saved = حُفظ
notice-sending = جارٍ الإرسال …
notice-support-under-way = تجري كتابة ملف الدعم …
notice-support-failed = تعذرت كتابة ملف الدعم.
notice-screenshot-saved = حُفظت صورة الشاشة
notice-screenshot-refused = الفني وحده يلتقط صورة للشاشة.
notice-user-released = يستطيع المستخدم الدخول من جديد.

## Faults
fault-transient = لم ينجح ذلك. حاول مرة أخرى.
fault-needs-operator = تحقق من الصورة وحاول مرة أخرى.
fault-needs-technician = اتصل بالفني واذكر الرمز.
fault-bug = خطأ في البرنامج. لا يُعرض شيء خاطئ. اذكر الرمز للفني.
fault-disk-full = القرص ممتلئ. لا يمكن حفظ شيء جديد.
fault-no-room = لا مساحة لفحص جديد. صِل الشبكة أو أحضر ذاكرة USB وأرسل ما ينتظر. لم يُفقد شيء.
fault-identity-mismatch = لم تكن النتيجة لهذا المريض ولن تُعرض.
fault-no-camera = لا توجد كاميرا. وصّلها وشغّلها.
fault-camera-unplugged = فُصلت الكاميرا. أعد توصيلها.
fault-camera-stalled = الكاميرا لا تستجيب. أطفئها ثم شغّلها.
fault-no-printer = لم تُضبط طابعة. تابع دون قسيمة أو اتصل بالفني.
fault-printer-missing = الطابعة لا تستجيب. تأكد من تشغيلها ومن كابلها.
fault-printer-no-paper = لا ورق في الطابعة. ضع لفة جديدة ثم أعد المحاولة.
fault-printer-cover-open = غطاء الطابعة مفتوح. أغلقه ثم أعد المحاولة.
fault-printer-faulty = الطابعة تبلغ عن عطل. أطفئها وشغّلها ثم أعد المحاولة.
fault-printer-stalled = توقفت الطابعة. افحص الورق ثم أعد المحاولة.

## Dates
date = { $day } { $month } { $year }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = إحالة عاجلة: يجب أن يرى طبيب العيون هذه العين خلال أسبوعين.
pack-eye-symptoms = إحالة بسبب الأعراض مهما أظهرت الصورة: خلال أسبوعين، وفورًا إذا فُقد البصر فجأة أو كانت العين تؤلم.
pack-reduced-acuity = إحالة لأن البصر أقل من 6/12: خلال شهر.
pack-severe = إحالة: يجب أن يرى طبيب العيون هذه العين خلال شهر.
pack-maculopathy = إحالة: علامات قرب مركز البصر. يجب أن يرى طبيب العيون هذه العين خلال شهر.
pack-eye-not-seen = إحالة: تعذر تقييم هذه العين، والعين التي لم تُرَ ليست سلبية أبدًا. خلال شهر.
pack-eye-human-read = يجب أن يقرأ شخص هذه الصورة: الجهاز لا يعرف. خلال أسبوعين.
pack-moderate = إحالة: يجب أن يرى طبيب العيون هذه العين خلال 3 أشهر.
pack-referable-score = إحالة: علامات اعتلال الشبكية تحتاج إلى اختصاصي. خلال 3 أشهر.
pack-score-missing = يجب أن يقرأ شخص هذه الصورة: لا توجد درجة. خلال أسبوعين.
pack-none-or-mild = لم يوجد اعتلال شبكية يستدعي الإحالة. يُعاد الفحص بعد 12 شهرًا.
pack-warn-eye-symptoms = لم يسأل أحد عن الأعراض: فقدان البصر المفاجئ أو الذبابات أو الألم سبب للإحالة مهما أظهرت الصورة.
pack-warn-acuity = لم تُقَس حدة البصر: أقل من 6/12 سبب للإحالة مهما أظهرت الصورة.
pack-priority = إحالة اليوم: بلغم لفحص جزيئي مهما أظهر الفيلم؛ كمامة ونصائح عن السعال.
pack-age = يفحص طبيب هذا المريض: لا قراءة بالحاسوب تحت 15 سنة أو إذا كان العمر غير معروف.
pack-view = يفحص طبيب هذا المريض: الفيلم ليس صورة خلفية أمامية للصدر.
pack-above = إحالة اليوم: بلغم لفحص جزيئي؛ كمامة ونصائح عن السعال.
pack-film-not-seen = إحالة: تعذر تقييم الفيلم. يقرؤه شخص اليوم أو يُعاد تصويره.
pack-film-human-read = يجب أن يقرأ شخص هذا الفيلم: الجهاز لا يعرف. اليوم إن أمكن.
pack-chest-symptoms = فحص بسبب الأعراض مع أن الفيلم لا يُظهر علامات: بلغم لفحص جزيئي اليوم.
pack-no-sign = لا علامات للسل في الفيلم. عُد فورًا إذا بدأ سعال أو حمى أو نقص وزن أو تعرق ليلي.
pack-warn-past-tb = سل سابق: قد تشبه الندوب القديمة المرض، والنتيجة أقل ثقة.
pack-warn-past-tb-unknown = لم يسأل أحد عن سل سابق: قد تشبه الندوب القديمة المرض.
pack-warn-chest-symptoms = لم يسأل أحد عن الأعراض: السعال أو الحمى أو نقص الوزن أو التعرق الليلي سبب للفحص مهما أظهر الفيلم.
pack-warn-hiv = حالة فيروس الإيدز غير معروفة: من يتعايش معه ولديه أي عرض يُفحص مهما أظهر الفيلم.
pack-warn-view = لا يذكر الملف أن الصورة خلفية أمامية: تحقق منها.
pack-warn-clock = ساعة الجهاز غير مضبوطة: احسب الموعد من اليوم.
pack-glaucoma = الزرق (الغلوكوما)
pack-cataract = الساد (الماء الأبيض)
pack-macular-degeneration = التنكس البقعي المرتبط بالعمر
pack-eye-tumours = أورام العين
pack-nerves = أي مرض في الدماغ أو الأعصاب
pack-lung-cancer = سرطان الرئة
pack-heart = أمراض القلب
pack-ribs = كسور الأضلاع
pack-tb-elsewhere = السل خارج الرئتين
pack-vein = انسداد وريد الشبكية
pack-detachment = انفصال الشبكية
pack-pneumonia = الالتهاب الرئوي
pack-heart-failure = قصور القلب
pack-fractures = الكسور
pack-tb-children = السل عند الأطفال تحت 15 سنة
