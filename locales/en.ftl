### Texts of the kiosk. Short words: buttons are narrow.
reviewed = yes

## Everywhere
back = Back
next = Next
cancel = Cancel
yes = Yes
no = No
unknown = Not known
save = Save
close = Close
retry = Try again
search = Search
loading = One moment …
page-of = { $page } of { $pages }
eye-right = Right eye (OD)
eye-left = Left eye (OS)
chest = Chest
task-dr = Eyes
task-tb = Chest
years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
sex-female = Female
sex-male = Male
sex-other = Other
sex-unknown = Not known
practice = PRACTICE – nobody's result
research-use = Research use only

## Start and lock
starting = Starting …
start-hardware = Checking the box
start-store = Opening the records
start-models = Loading the models
start-camera = Looking for the camera
start-failed = Farlight cannot start
start-failed-help = Switch off and on. If this stays, call your technician and say the code.
code = Code { $code }
choose-name = Who are you?
enter-pin = { $name }, your PIN
pin-wrong = This PIN is wrong.
pin-wait = Please wait { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
pin-barred = Locked. A supervisor can let you in.
supervisor-unlock = Supervisor unlock
choose-supervisor = Which supervisor?
lock = Lock
work-of = Unfinished: { $name }

## Home
new-eye = New eye screening
new-chest = New chest screening
today = Today
waiting = Waiting to send
waiting-count = { $count ->
    [0] Everything is sent
   *[other] Waiting to send: { $count }
}
oldest-days = { $count ->
    [0] oldest: today
    [one] oldest: { $count } day
   *[other] oldest: { $count } days
}
returned = Came back
overdue = Overdue
referrals = Referrals
settings = Settings
training = Practice
cleaning = Clean the screen
send-now = Send now
network-none = No network
network-no-server = No server
network-online = Connected
clock-wrong = Clock not set
alert-disk-full = The disk is full. Call your technician.
alert-disk-low = Room is getting short. Connect the network, or bring a stick.
alert-pictures-damaged = Stored pictures are damaged. Call your technician.
alert-audit-broken = The record book was changed. Call your technician.
alert-clock-not-set = The clock is not set: due days may be wrong.
alert-camera-missing = The camera does not answer. Check its cable.
alert-sending-rejected = The server refused a result. Call your supervisor.
alert-sending-misconfigured = Sending is not set up right. Call your technician.
alert-printer-missing = The printer does not answer. Check paper and cable.
alert-hot = The box is hot. Move it into the shade.

## The bars around a screen
went-wrong = Something went wrong
short-disk-full = Disk full
short-disk-low = Room is short
short-pictures-damaged = Pictures damaged
short-audit-broken = Records changed
short-camera-missing = Camera missing
short-sending-rejected = Result refused
short-sending-misconfigured = Sending not set up
short-printer-missing = Printer missing
short-hot = Box is hot

## Identify
who = Who is the patient?
search-hint = Name or number
scan-card = Scan the card
scan-hint = Hold the card in front of the camera
new-patient = New patient
name = Name
number = Number on the card
birth-date = Date of birth
birth-hint = The year is enough
sex = Sex
check-patient = Is this the person in front of you?
check-yes = Yes, this person
duplicates = Is it one of these?
none-of-these = None of these
error-name = Please give a name.
error-number = Please give a number.
error-birth = This date cannot be right.
new-patient-hint = Name, number and age
more-found = { $count } more: type more of the name.
space-bar = space

## Consent and questions
consent = Consent
consent-eye = We take photographs of both eyes to look for damage by diabetes. A computer reads them. It does not replace an eye doctor.
consent-chest = We read a chest X-ray to look for tuberculosis. A computer reads it. It does not replace a doctor.
consent-stored = Pictures and result are kept in this box and sent to the specialist. The patient may say no and still gets care.
agree = Patient agrees
decline = Patient declines
questions = Questions
symptoms = Symptoms
symptom-sudden-loss = Sudden loss of sight
symptom-floaters = Floaters or flashes
symptom-pain = Eye pain
symptom-cough = Cough
symptom-fever = Fever
symptom-weight-loss = Weight loss
symptom-night-sweats = Night sweats
no-symptoms = None of these
ask-acuity = Sight below 6/12?
ask-hiv = Living with HIV?
ask-past-tb = Tuberculosis in the past?
age = Age in years
no-reading = No computer reading under 15 years or without an age: a clinician examines.

## Capture
field-macula = Centre of sight in the middle
field-disc = Optic disc in the middle
shutter = Take picture
auto-shutter = Automatic
picture-good = Good – hold still
cannot-take = Not possible
attempt = Picture { $number } of { $total }
source = Where is the X-ray?
source-inbox = From the X-ray machine
source-files = From a file
source-light-box = Light box
no-films = No X-ray has arrived yet.
check-corners = Do the corners fit the film?
is-picture-good = Is this picture good?
accept = Use it
retake = Take again
dilate = The pictures are not good enough. Widen the pupil as your programme allows, wait, and try once more.
dilated = Pupil is wide: try again
why-missing = Why is there no good picture?
reason-still-poor = Picture still poor
reason-no-dilation = Pupil cannot be widened
reason-cloudy-eye = Cloudy eye
reason-cannot-hold-still = Cannot hold still
reason-declined = Patient declined
reason-no-eye = No eye on this side
defect-not-a-retina = Not a retina
defect-not-a-chest = Not a chest
defect-too-small = Too few pixels
defect-too-dark = Too dark
defect-too-bright = Too bright
defect-out-of-focus = Out of focus
defect-low-contrast = Hazy
defect-reflection = Reflection
defect-disc-missing = Optic disc missing
defect-field-cut-off = Field cut off
defect-rotated = Rotated
defect-lungs-cut-off = Lungs cut off
hint-not-a-retina = Point the camera into the eye.
hint-not-a-chest = Choose a front view of the chest.
hint-too-small = Set the camera to a larger size.
hint-too-dark = Raise the flash, or wait for a wider pupil.
hint-too-bright = Lower the flash.
hint-out-of-focus = Ask the patient to hold still, and focus again.
hint-low-contrast = Clean the lens, and wipe away tears.
hint-reflection = Move the camera a little.
hint-disc-missing = Ask the patient to look at the target.
hint-field-cut-off = Centre the pupil, and come closer.
hint-rotated = Turn the picture upright.
hint-lungs-cut-off = Take the film again with both lungs in it.
wrong-side = This picture shows the other eye. Check the eye.
same-eye-ask = Is this the same eye twice?
same-eye-why = Both pictures look like the same side. Look at the patient’s eyes.
other-eye-ask = Is this the other eye?
other-eye-why = The picture looks like the other side. Look at the patient’s eye.
retake-other-eye = Take the other eye again
keep-eye = The eye is right
same-picture = This picture was used already. Take a new one.
unreadable-picture = This picture cannot be read. Take it again.
analysing = Reading the picture
concluding = Making the result
tries-left = Tries left: { $count }
corners-hint = Draw each corner to the edge of the film.
film-unnamed = No name in the file
films-hidden = { $count } older ones are not shown.

## Result
outcome-negative = No sign found
outcome-refer = Refer
outcome-urgent = Refer urgently
outcome-ungradable = Not gradable
outcome-abstain = A person must read it
outcome-wrong-image = Wrong picture
outcome-assess = A clinician examines
abstain-out-of-distribution = The picture is unlike those that the model knows.
abstain-uncertain = The score is too close to the limit.
abstain-looked-elsewhere = The model looked outside the right area.
abstain-not-eligible = No reading is offered to this patient.
due = Due: { $date }
due-today = Due today
not-looked-for = Does not look for: { $list }
summary = Result
score = Score
heatmap = Heatmap
priors = Earlier
score-line = Score { $score }, limit { $threshold }
grade = Grade { $grade } of 4
no-score = No score
heatmap-note = Where the model looked, not a diagnosis
heatmap-none = No heatmap for this picture
picture-only = Picture
no-priors = No earlier screening
prior-other-model = Another model version: compare with care.
print-slip = Print the slip
printed = The slip is printed.
print-failed = The printer did not print. Check the paper.
without-slip = Without slip
done = Done
done-kept = The result is stored and will be sent.
done-practice = Practice is over. Nothing was stored.
slip-title = Screening result
slip-keep = Bring this slip to your appointment.
referral-id = Referral { $id }
operator = Screened by { $name }
before = Before
now = Now
remarks = Remarks
model-line = Model { $model }
rules-line = Rules { $rules }
printing = Printing …

## Lists
empty-list = Nothing here
follow-overdue = Overdue
follow-did-not-attend = Did not come
follow-confirmed = Confirmed
follow-not-confirmed = Not confirmed
follow-treated = Treated
follow-seen = Seen
follow-sent = Sent
follow-not-sent = Not sent yet

## Settings
language = Language
latin-digits = Digits 0–9
calendar-note = All dates are Gregorian.
display = Display
dark-theme = Dark
large-text = Large text
sound = Sound
about = About
thresholds = Limits
threshold-of = { $model }, camera { $camera }: { $value }
read-only = Only a signed pack changes these.
users = Users
add-user = Add user
remove-user = Remove
pin-new = New PIN
pin-again = PIN again
role-operator = Operator
role-supervisor = Supervisor
role-technician = Technician
error-name-taken = This name is taken.
error-pin-short = At least 4 digits.
error-pins-differ = The PINs differ.
error-last-supervisor = One supervisor must stay.
network = Network
storage = Storage
storage-free = { $free } GB of { $total } GB free
camera = Camera
self-test = Self-test
run-self-test = Start the test
check-passed = Good
check-failed = Failed
check-running = Testing …
check-missing = Not there
version = Version { $version }
licences = Licences
not-reviewed = This language was translated by machine and has not been reviewed.
export-support = Support file
restart = Restart
shut-down = Switch off
auto-shutter-setting = Camera takes the picture by itself
edit-user = Change user
stored-screenings = Screenings stored: { $count }
support-note = The support file holds no patient data.
support-saved = The support file is ready
support-on-stick = It lies on the stick:
support-in-box = No stick was found. It lies in this box:
support-code-note = The code tells the essentials: photograph it for whoever helps you.
machine-languages = Translated by machine, not reviewed: { $list }
test-camera = Camera
test-touch = Touch
test-printer = Printer
test-storage = Storage
test-clock = Clock
test-models = Models
test-network = Network

## Practice and cleaning
choose-practice = What do you want to practise?
phantom-healthy = Healthy
phantom-disease = Disease
phantom-dark = Too dark
phantom-blurred = Out of focus
practice-note = Nothing is stored or sent.
cleaning-note = Wipe the screen now. Touch is off for a moment.

## Questions that stand before the screen
ask-abandon = Stop this screening? Its pictures are deleted.
ask-leave-result = Leave without printing? The result is stored.
ask-discard-form = Throw away what was typed?
ask-take-up = Take over this unfinished screening?
ask-remove-user = Remove this user?
ask-restart = Restart the box?
ask-shut-down = Switch the box off?

## Notices
notice-work-kept = Your work is kept.
notice-consent-declined = Nothing was kept.
notice-none-found = Nobody found
notice-card-unknown = This card is not known.
notice-camera-failed = The camera took no picture. Try again.
notice-pictures-lost = The pictures are lost. Please take them again.
notice-not-saved = Not saved
notice-saved = Saved
notice-sending = Sending …
notice-support-under-way = Writing the support file …
notice-support-failed = The support file could not be written.
notice-screenshot-saved = Picture of the screen saved
notice-screenshot-refused = Only a technician takes a picture of the screen.
notice-user-released = The user may enter again.

## Faults
fault-transient = This did not work. Please try again.
fault-needs-operator = Please check the picture and try again.
fault-needs-technician = Please call your technician and say the code.
fault-bug = A fault of the program. Nothing wrong is shown. Please say the code to your technician.
fault-disk-full = The disk is full. Nothing new can be stored.
fault-no-room = No room for a new screening. Connect the box to the network, or bring a stick, and send what waits. Nothing is lost.
fault-identity-mismatch = The result did not belong to this patient and is not shown.
fault-no-camera = There is no camera. Plug it in and switch it on.
fault-camera-unplugged = The camera was unplugged. Plug it in again.
fault-camera-stalled = The camera does not answer. Switch it off and on.
fault-no-printer = No printer is set up. Go on without a slip, or call your technician.
fault-printer-missing = The printer does not answer. Check that it is on, and its cable.
fault-printer-no-paper = The printer has no paper. Put in a new roll, then try again.
fault-printer-cover-open = The printer’s cover is open. Close it, then try again.
fault-printer-faulty = The printer reports a fault. Switch it off and on, then try again.
fault-printer-stalled = The printer takes nothing more. Check the paper, then try again.

## Dates
date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = Refer urgently: an eye specialist must see this eye within 2 weeks.
pack-eye-symptoms = Refer because of the symptoms, whatever the picture shows: within 2 weeks, at once if sight was lost suddenly or the eye hurts.
pack-reduced-acuity = Refer because sight is below 6/12: within 1 month.
pack-severe = Refer: an eye specialist must see this eye within 1 month.
pack-maculopathy = Refer: signs near the centre of sight. An eye specialist must see this eye within 1 month.
pack-eye-not-seen = Refer: this eye could not be judged, and an eye that was not seen is never negative. Within 1 month.
pack-eye-human-read = A person must read this picture: the box does not know. Within 2 weeks.
pack-moderate = Refer: an eye specialist must see this eye within 3 months.
pack-referable-score = Refer: signs of retinopathy that need a specialist. Within 3 months.
pack-score-missing = A person must read this picture: there is no score. Within 2 weeks.
pack-none-or-mild = No referable retinopathy was found. Screen again in 12 months.
pack-warn-eye-symptoms = Nobody asked about symptoms: sudden loss of sight, floaters or pain are a reason to refer whatever the picture shows.
pack-warn-acuity = Visual acuity was not measured: below 6/12 is a reason to refer whatever the picture shows.
pack-priority = Refer today: sputum for a molecular test whatever the film shows; mask and cough advice.
pack-age = A clinician examines this patient: no computer reading under 15 years or when the age is not known.
pack-view = A clinician examines this patient: the film is no postero-anterior view of the chest.
pack-above = Refer today: sputum for a molecular test; mask and cough advice.
pack-film-not-seen = Refer: the film could not be judged. A person reads it today, or it is taken again.
pack-film-human-read = A person must read this film: the box does not know. Today if possible.
pack-chest-symptoms = Test because of the symptoms although the film shows no sign: sputum for a molecular test today.
pack-no-sign = No sign of tuberculosis was found on the film. Come back at once if a cough, fever, weight loss or night sweats begin.
pack-warn-past-tb = Past tuberculosis: old scars may look like disease, and the result is less reliable.
pack-warn-past-tb-unknown = Nobody asked about past tuberculosis: old scars may look like disease.
pack-warn-chest-symptoms = Nobody asked about symptoms: cough, fever, weight loss or night sweats are a reason to test whatever the film shows.
pack-warn-hiv = HIV status is not known: people living with HIV and any symptom are tested whatever the film shows.
pack-warn-view = The file does not say that this is a postero-anterior view: check it.
pack-warn-clock = The clock of the box is not set: count the due day from today.
pack-glaucoma = glaucoma
pack-cataract = cataract
pack-macular-degeneration = age-related macular degeneration
pack-eye-tumours = tumours of the eye
pack-nerves = any disease of the brain or nerves
pack-lung-cancer = lung cancer
pack-heart = heart disease
pack-ribs = broken ribs
pack-tb-elsewhere = tuberculosis outside the lungs
pack-vein = retinal vein occlusion
pack-detachment = retinal detachment
pack-pneumonia = pneumonia
pack-heart-failure = heart failure
pack-fractures = fractures
pack-tb-children = tuberculosis in children under 15
