### Machine translation of en.ftl. Nobody who speaks the language has reviewed it yet: then say yes.
reviewed = no

## Everywhere
back = Retour
next = Suivant
cancel = Annuler
yes = Oui
no = Non
unknown = Inconnu
save = Enregistrer
close = Fermer
retry = Réessayer
search = Chercher
loading = Un instant …
page-of = { $page } sur { $pages }
eye-right = Œil droit (OD)
eye-left = Œil gauche (OS)
chest = Thorax
task-dr = Yeux
task-tb = Thorax
years = { $count ->
    [one] { $count } an
   *[other] { $count } ans
}
sex-female = Femme
sex-male = Homme
sex-other = Autre
sex-unknown = Inconnu
practice = EXERCICE – résultat de personne
research-use = Recherche uniquement

## Start and lock
starting = Démarrage …
start-hardware = Contrôle de l’appareil
start-store = Ouverture des dossiers
start-models = Chargement des modèles
start-camera = Recherche de la caméra
start-failed = Farlight ne peut pas démarrer
start-failed-help = Éteignez puis rallumez. Si cela continue, appelez le technicien et dites-lui le code.
code = Code { $code }
choose-name = Qui êtes-vous ?
enter-pin = { $name }, votre PIN
pin-wrong = Ce PIN est faux.
pin-wait = Attendez { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
pin-barred = Bloqué. Un superviseur peut vous débloquer.
supervisor-unlock = Déblocage par superviseur
choose-supervisor = Quel superviseur ?
lock = Verrouiller
work-of = Non terminé : { $name }

## Home
new-eye = Nouvel examen des yeux
new-chest = Nouvel examen du thorax
today = Aujourd’hui
waiting = À envoyer
waiting-count = { $count ->
    [0] Tout est envoyé
   *[other] À envoyer : { $count }
}
oldest-days = { $count ->
    [0] plus ancien : aujourd’hui
    [one] plus ancien : { $count } jour
   *[other] plus ancien : { $count } jours
}
returned = Revenus
overdue = En retard
referrals = Orientations
settings = Réglages
training = Exercice
cleaning = Nettoyer l’écran
send-now = Envoyer
network-none = Pas de réseau
network-no-server = Pas de serveur
network-online = Connecté
clock-wrong = Horloge non réglée
alert-disk-full = Le disque est plein. Appelez le technicien.
alert-disk-low = La place diminue. Connectez le réseau ou apportez une clé USB.
alert-pictures-damaged = Des images sont abîmées. Appelez le technicien.
alert-audit-broken = Le registre a été modifié. Appelez le technicien.
alert-clock-not-set = L’horloge n’est pas réglée : les dates peuvent être fausses.
alert-camera-missing = La caméra ne répond pas. Vérifiez le câble.
alert-sending-rejected = Le serveur a refusé un résultat. Appelez le superviseur.
alert-sending-misconfigured = L’envoi est mal réglé. Appelez le technicien.
alert-printer-missing = L’imprimante ne répond pas. Vérifiez papier et câble.
alert-hot = L’appareil est chaud. Mettez-le à l’ombre.

## The bars around a screen
went-wrong = Un problème est survenu
short-disk-full = Disque plein
short-disk-low = Peu de place
short-pictures-damaged = Images abîmées
short-audit-broken = Registre modifié
short-camera-missing = Caméra absente
short-sending-rejected = Résultat refusé
short-sending-misconfigured = Envoi non réglé
short-printer-missing = Imprimante absente
short-hot = Boîtier chaud

## Identify
who = Qui est le patient ?
search-hint = Nom ou numéro
scan-card = Lire la carte
scan-hint = Tenez la carte devant la caméra
new-patient = Nouveau patient
name = Nom
number = Numéro de la carte
birth-date = Date de naissance
birth-hint = L’année suffit
sex = Sexe
check-patient = Est-ce la personne devant vous ?
check-yes = Oui, cette personne
duplicates = Est-ce l’un d’eux ?
none-of-these = Aucun d’eux
error-name = Donnez un nom.
error-number = Donnez un numéro.
error-birth = Cette date est impossible.
new-patient-hint = Nom, numéro et âge
more-found = Encore { $count } : écrivez plus de lettres.
space-bar = espace

## Consent and questions
consent = Consentement
consent-eye = Nous photographions les deux yeux pour chercher des lésions dues au diabète. Un ordinateur lit les photos. Il ne remplace pas un ophtalmologue.
consent-chest = Nous lisons une radio du thorax pour chercher la tuberculose. Un ordinateur la lit. Il ne remplace pas un médecin.
consent-stored = Images et résultat restent dans cet appareil et vont au spécialiste. Le patient peut refuser et sera soigné quand même.
agree = Le patient accepte
decline = Le patient refuse
questions = Questions
symptoms = Symptômes
symptom-sudden-loss = Perte soudaine de la vue
symptom-floaters = Points ou éclairs
symptom-pain = Douleur de l’œil
symptom-cough = Toux
symptom-fever = Fièvre
symptom-weight-loss = Perte de poids
symptom-night-sweats = Sueurs nocturnes
no-symptoms = Aucun
ask-acuity = Vue sous 6/12 ?
ask-hiv = Vit avec le VIH ?
ask-past-tb = Tuberculose dans le passé ?
age = Âge en années
no-reading = Pas de lecture par ordinateur avant 15 ans ou sans âge : un clinicien examine.

## Capture
field-macula = Centre de la vue au milieu
field-disc = Disque optique au milieu
shutter = Photographier
auto-shutter = Automatique
picture-good = Bien – ne bougez plus
cannot-take = Impossible
attempt = Image { $number } sur { $total }
source = Où est la radio ?
source-inbox = De l’appareil de radio
source-files = D’un fichier
source-light-box = Négatoscope
no-films = Aucune radio n’est arrivée.
check-corners = Les coins suivent-ils le film ?
is-picture-good = Cette image est-elle bonne ?
accept = Utiliser
retake = Reprendre
dilate = Les images ne suffisent pas. Dilatez la pupille selon votre programme, attendez, essayez encore une fois.
dilated = Pupille dilatée : réessayer
why-missing = Pourquoi n’y a-t-il pas de bonne image ?
reason-still-poor = Image toujours mauvaise
reason-no-dilation = Dilatation impossible
reason-cloudy-eye = Œil trouble
reason-cannot-hold-still = Ne peut pas rester immobile
reason-declined = Le patient refuse
reason-no-eye = Pas d’œil de ce côté
defect-not-a-retina = Pas une rétine
defect-not-a-chest = Pas un thorax
defect-too-small = Trop peu de pixels
defect-too-dark = Trop sombre
defect-too-bright = Trop claire
defect-out-of-focus = Floue
defect-low-contrast = Voilée
defect-reflection = Reflet
defect-disc-missing = Disque optique absent
defect-field-cut-off = Champ coupé
defect-rotated = Tournée
defect-lungs-cut-off = Poumons coupés
hint-not-a-retina = Visez l’intérieur de l’œil.
hint-not-a-chest = Choisissez une vue de face du thorax.
hint-too-small = Réglez la caméra sur une plus grande taille.
hint-too-dark = Augmentez le flash ou attendez que la pupille s’élargisse.
hint-too-bright = Baissez le flash.
hint-out-of-focus = Demandez de ne pas bouger et refaites la mise au point.
hint-low-contrast = Nettoyez l’objectif et essuyez les larmes.
hint-reflection = Déplacez un peu la caméra.
hint-disc-missing = Demandez de regarder la cible.
hint-field-cut-off = Centrez la pupille et approchez-vous.
hint-rotated = Redressez l’image.
hint-lungs-cut-off = Refaites le film avec les deux poumons.
wrong-side = Cette image montre l’autre œil. Vérifiez l’œil.
same-eye-ask = Est-ce deux fois le même œil ?
same-eye-why = Les deux images semblent montrer le même côté. Regardez les yeux du patient.
other-eye-ask = Est-ce l’autre œil ?
other-eye-why = L’image semble montrer l’autre côté. Regardez l’œil du patient.
retake-other-eye = Reprendre l’autre œil
keep-eye = C’est le bon œil
same-picture = Cette image a déjà servi. Prenez-en une nouvelle.
unreadable-picture = Cette image est illisible. Reprenez-la.
analysing = Lecture de l’image
concluding = Préparation du résultat
tries-left = Essais restants : { $count }
corners-hint = Tirez chaque coin jusqu’au bord du film.
film-unnamed = Aucun nom dans le fichier
films-hidden = { $count } plus anciennes ne sont pas affichées.

## Result
outcome-negative = Aucun signe
outcome-refer = Orienter
outcome-urgent = Orienter d’urgence
outcome-ungradable = Illisible
outcome-abstain = À lire par une personne
outcome-wrong-image = Mauvaise image
outcome-assess = Un clinicien examine
abstain-out-of-distribution = L’image ne ressemble pas à celles que le modèle connaît.
abstain-uncertain = Le score est trop près de la limite.
abstain-looked-elsewhere = Le modèle a regardé hors de la bonne zone.
abstain-not-eligible = Aucune lecture n’est proposée à ce patient.
due = Échéance : { $date }
due-today = À faire aujourd’hui
not-looked-for = Ne cherche pas : { $list }
summary = Résultat
score = Score
heatmap = Carte
priors = Avant
score-line = Score { $score }, limite { $threshold }
grade = Grade { $grade } sur 4
no-score = Pas de score
heatmap-note = Où le modèle a regardé, pas un diagnostic
heatmap-none = Pas de carte pour cette image
picture-only = Image
no-priors = Aucun examen antérieur
prior-other-model = Autre version du modèle : comparez avec prudence.
print-slip = Imprimer le bon
printed = Le bon est imprimé.
print-failed = L’imprimante n’a pas imprimé. Vérifiez le papier.
without-slip = Sans bon
done = Terminé
done-kept = Le résultat est gardé et sera envoyé.
done-practice = Exercice terminé. Rien n’a été gardé.
slip-title = Résultat du dépistage
slip-keep = Apportez ce bon à votre rendez-vous.
referral-id = Orientation { $id }
operator = Examiné par { $name }
before = Avant
now = Maintenant
remarks = Remarques
model-line = Modèle { $model }
rules-line = Règles { $rules }
printing = Impression …

## Lists
empty-list = Rien ici
follow-overdue = En retard
follow-did-not-attend = Pas venu
follow-confirmed = Confirmé
follow-not-confirmed = Non confirmé
follow-treated = Traité
follow-seen = Vu
follow-sent = Envoyé
follow-not-sent = Pas encore envoyé

## Settings
language = Langue
latin-digits = Chiffres 0–9
calendar-note = Toutes les dates sont grégoriennes.
display = Affichage
dark-theme = Sombre
large-text = Grands caractères
sound = Son
about = À propos
thresholds = Limites
threshold-of = { $model }, caméra { $camera } : { $value }
read-only = Seul un paquet signé les change.
users = Utilisateurs
add-user = Ajouter
remove-user = Retirer
pin-new = Nouveau PIN
pin-again = PIN encore
role-operator = Opérateur
role-supervisor = Superviseur
role-technician = Technicien
error-name-taken = Ce nom est pris.
error-pin-short = Au moins 4 chiffres.
error-pins-differ = Les PIN diffèrent.
error-last-supervisor = Il faut garder un superviseur.
network = Réseau
storage = Stockage
storage-free = { $free } Go libres sur { $total } Go
camera = Caméra
self-test = Autotest
run-self-test = Lancer le test
check-passed = Bon
check-failed = Échec
check-running = Test …
check-missing = Absent
version = Version { $version }
licences = Licences
not-reviewed = Cette langue a été traduite par machine et n’a pas été relue.
export-support = Fichier d’assistance
restart = Redémarrer
shut-down = Éteindre
auto-shutter-setting = L'appareil prend la photo tout seul
edit-user = Modifier l'utilisateur
stored-screenings = Dépistages gardés : { $count }
support-note = Le fichier d'aide ne contient aucune donnée de patient.
support-saved = Le fichier d’aide est prêt
support-on-stick = Il est sur la clé :
support-in-box = Aucune clé trouvée. Il est dans cet appareil :
support-code-note = Le code dit l’essentiel : photographiez-le pour qui vous aide.
machine-languages = Traduit par machine, non relu : { $list }
test-camera = Caméra
test-touch = Écran tactile
test-printer = Imprimante
test-storage = Stockage
test-clock = Horloge
test-models = Modèles
test-network = Réseau

## Practice and cleaning
choose-practice = Que voulez-vous exercer ?
phantom-healthy = Sain
phantom-disease = Maladie
phantom-dark = Trop sombre
phantom-blurred = Floue
practice-note = Rien n'est gardé ni envoyé.
cleaning-note = Essuyez l’écran. Le toucher est coupé un moment.

## Questions that stand before the screen
ask-abandon = Arrêter cet examen ? Ses images seront effacées.
ask-leave-result = Quitter sans imprimer ? Le résultat est gardé.
ask-discard-form = Jeter ce qui a été saisi ?
ask-take-up = Reprendre cet examen non terminé ?
ask-remove-user = Retirer cet utilisateur ?
ask-restart = Redémarrer l’appareil ?
ask-shut-down = Éteindre l’appareil ?

## Notices
notice-work-kept = Votre travail est gardé.
notice-consent-declined = Rien n’a été gardé.
notice-none-found = Personne trouvé
notice-card-unknown = Cette carte est inconnue.
notice-camera-failed = La caméra n’a pas pris d’image. Réessayez.
notice-pictures-lost = Les images sont perdues. Reprenez-les.
notice-not-saved = Non enregistré
notice-saved = Enregistré
notice-sending = Envoi …
notice-support-under-way = Écriture du fichier d’aide …
notice-support-failed = Le fichier d’aide n’a pas pu être écrit.
notice-screenshot-saved = Image de l’écran enregistrée
notice-screenshot-refused = Seul un technicien prend une image de l’écran.
notice-user-released = L’utilisateur peut entrer de nouveau.

## Faults
fault-transient = Cela n’a pas marché. Réessayez.
fault-needs-operator = Vérifiez l’image et réessayez.
fault-needs-technician = Appelez le technicien et dites-lui le code.
fault-bug = Une erreur du programme. Rien de faux n’est montré. Dites le code au technicien.
fault-disk-full = Le disque est plein. Rien de nouveau ne peut être gardé.
fault-no-room = Plus de place pour un nouvel examen. Connectez le réseau ou apportez une clé USB, et envoyez ce qui attend. Rien n’est perdu.
fault-identity-mismatch = Le résultat n’était pas celui de ce patient et n’est pas montré.
fault-no-camera = Aucune caméra. Branchez-la et allumez-la.
fault-camera-unplugged = La caméra a été débranchée. Rebranchez-la.
fault-camera-stalled = La caméra ne répond pas. Éteignez-la et rallumez-la.
fault-no-printer = Aucune imprimante n’est configurée. Continuez sans fiche ou appelez le technicien.
fault-printer-missing = L’imprimante ne répond pas. Vérifiez qu’elle est allumée et son câble.
fault-printer-no-paper = L’imprimante n’a plus de papier. Mettez un rouleau neuf et réessayez.
fault-printer-cover-open = Le capot de l’imprimante est ouvert. Fermez-le et réessayez.
fault-printer-faulty = L’imprimante signale une panne. Éteignez-la, rallumez-la et réessayez.
fault-printer-stalled = L’imprimante n’avance plus. Vérifiez le papier et réessayez.

## Dates
date = { $day } { $month } { $year }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = Orienter d’urgence : un ophtalmologue doit voir cet œil sous 2 semaines.
pack-eye-symptoms = Orienter à cause des symptômes, quoi que montre l’image : sous 2 semaines, tout de suite si la vue a baissé soudain ou si l’œil fait mal.
pack-reduced-acuity = Orienter car la vue est sous 6/12 : sous 1 mois.
pack-severe = Orienter : un ophtalmologue doit voir cet œil sous 1 mois.
pack-maculopathy = Orienter : signes près du centre de la vue. Un ophtalmologue doit voir cet œil sous 1 mois.
pack-eye-not-seen = Orienter : cet œil n’a pas pu être jugé, et un œil non vu n’est jamais négatif. Sous 1 mois.
pack-eye-human-read = Une personne doit lire cette image : l’appareil ne sait pas. Sous 2 semaines.
pack-moderate = Orienter : un ophtalmologue doit voir cet œil sous 3 mois.
pack-referable-score = Orienter : signes de rétinopathie qui demandent un spécialiste. Sous 3 mois.
pack-score-missing = Une personne doit lire cette image : il n’y a pas de score. Sous 2 semaines.
pack-none-or-mild = Aucune rétinopathie à orienter. Nouveau dépistage dans 12 mois.
pack-warn-eye-symptoms = Personne n’a demandé les symptômes : perte soudaine de la vue, points flottants ou douleur font orienter quoi que montre l’image.
pack-warn-acuity = L’acuité visuelle n’a pas été mesurée : sous 6/12, il faut orienter quoi que montre l’image.
pack-priority = Orienter aujourd’hui : crachat pour un test moléculaire quoi que montre le film ; masque et conseils sur la toux.
pack-age = Un clinicien examine ce patient : pas de lecture par ordinateur avant 15 ans ou si l’âge est inconnu.
pack-view = Un clinicien examine ce patient : le film n’est pas une vue postéro-antérieure du thorax.
pack-above = Orienter aujourd’hui : crachat pour un test moléculaire ; masque et conseils sur la toux.
pack-film-not-seen = Orienter : le film n’a pas pu être jugé. Une personne le lit aujourd’hui, ou il est refait.
pack-film-human-read = Une personne doit lire ce film : l’appareil ne sait pas. Aujourd’hui si possible.
pack-chest-symptoms = Tester à cause des symptômes même si le film ne montre aucun signe : crachat pour un test moléculaire aujourd’hui.
pack-no-sign = Aucun signe de tuberculose sur le film. Revenir tout de suite en cas de toux, fièvre, perte de poids ou sueurs nocturnes.
pack-warn-past-tb = Tuberculose passée : de vieilles cicatrices peuvent ressembler à la maladie, et le résultat est moins sûr.
pack-warn-past-tb-unknown = Personne n’a demandé une tuberculose passée : de vieilles cicatrices peuvent ressembler à la maladie.
pack-warn-chest-symptoms = Personne n’a demandé les symptômes : toux, fièvre, perte de poids ou sueurs nocturnes font tester quoi que montre le film.
pack-warn-hiv = Statut VIH inconnu : toute personne vivant avec le VIH et ayant un symptôme est testée quoi que montre le film.
pack-warn-view = Le fichier ne dit pas que la vue est postéro-antérieure : vérifiez.
pack-warn-clock = L’horloge de l’appareil n’est pas réglée : comptez l’échéance à partir d’aujourd’hui.
pack-glaucoma = glaucome
pack-cataract = cataracte
pack-macular-degeneration = dégénérescence maculaire liée à l’âge
pack-eye-tumours = tumeurs de l’œil
pack-nerves = toute maladie du cerveau ou des nerfs
pack-lung-cancer = cancer du poumon
pack-heart = maladie du cœur
pack-ribs = côtes cassées
pack-tb-elsewhere = tuberculose hors des poumons
pack-vein = occlusion veineuse de la rétine
pack-detachment = décollement de la rétine
pack-pneumonia = pneumonie
pack-heart-failure = insuffisance cardiaque
pack-fractures = fractures
pack-tb-children = tuberculose de l’enfant de moins de 15 ans
