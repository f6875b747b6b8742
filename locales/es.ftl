### Machine translation of en.ftl. Nobody who speaks the language has reviewed it yet: then say yes.
reviewed = no

## Everywhere
back = Atrás
next = Siguiente
cancel = Cancelar
yes = Sí
no = No
unknown = No se sabe
save = Guardar
close = Cerrar
retry = Intentar otra vez
search = Buscar
loading = Un momento …
page-of = { $page } de { $pages }
eye-right = Ojo derecho (OD)
eye-left = Ojo izquierdo (OS)
chest = Tórax
task-dr = Ojos
task-tb = Tórax
years = { $count ->
    [one] { $count } año
   *[other] { $count } años
}
sex-female = Mujer
sex-male = Hombre
sex-other = Otro
sex-unknown = No se sabe
practice = PRÁCTICA – resultado de nadie
research-use = Solo para investigación

## Start and lock
starting = Iniciando …
start-hardware = Revisando el equipo
start-store = Abriendo los registros
start-models = Cargando los modelos
start-camera = Buscando la cámara
start-failed = Farlight no puede iniciar
start-failed-help = Apague y encienda. Si sigue así, llame al técnico y diga el código.
code = Código { $code }
choose-name = ¿Quién es usted?
enter-pin = { $name }, su PIN
pin-wrong = Este PIN no es correcto.
pin-wait = Espere { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
}
pin-barred = Bloqueado. Un supervisor puede dejarle entrar.
supervisor-unlock = Desbloqueo del supervisor
choose-supervisor = ¿Qué supervisor?
lock = Bloquear
work-of = Sin terminar: { $name }

## Home
new-eye = Nuevo examen de ojos
new-chest = Nuevo examen de tórax
today = Hoy
waiting = Por enviar
waiting-count = { $count ->
    [0] Todo está enviado
   *[other] Por enviar: { $count }
}
oldest-days = { $count ->
    [0] más antiguo: hoy
    [one] más antiguo: { $count } día
   *[other] más antiguo: { $count } días
}
returned = Volvieron
overdue = Vencidas
referrals = Derivaciones
settings = Ajustes
training = Práctica
cleaning = Limpiar pantalla
send-now = Enviar ahora
network-none = Sin red
network-no-server = Sin servidor
network-online = Conectado
clock-wrong = Reloj sin ajustar
alert-disk-full = El disco está lleno. Llame al técnico.
alert-disk-low = Queda poco espacio. Conecte la red o traiga una memoria USB.
alert-pictures-damaged = Hay imágenes dañadas. Llame al técnico.
alert-audit-broken = El registro fue cambiado. Llame al técnico.
alert-clock-not-set = El reloj no está ajustado: las fechas pueden ser falsas.
alert-camera-missing = La cámara no responde. Revise el cable.
alert-sending-rejected = El servidor rechazó un resultado. Llame al supervisor.
alert-sending-misconfigured = El envío está mal ajustado. Llame al técnico.
alert-printer-missing = La impresora no responde. Revise papel y cable.
alert-hot = El equipo está caliente. Llévelo a la sombra.

## The bars around a screen
went-wrong = Algo salió mal
short-disk-full = Disco lleno
short-disk-low = Poco espacio
short-pictures-damaged = Imágenes dañadas
short-audit-broken = Registro alterado
short-camera-missing = Falta la cámara
short-sending-rejected = Resultado rechazado
short-sending-misconfigured = Envío sin configurar
short-printer-missing = Falta la impresora
short-hot = Equipo caliente

## Identify
who = ¿Quién es el paciente?
search-hint = Nombre o número
scan-card = Leer la tarjeta
scan-hint = Ponga la tarjeta delante de la cámara
new-patient = Nuevo paciente
name = Nombre
number = Número de la tarjeta
birth-date = Fecha de nacimiento
birth-hint = Basta el año
sex = Sexo
check-patient = ¿Es esta la persona que tiene delante?
check-yes = Sí, esta persona
duplicates = ¿Es una de estas?
none-of-these = Ninguna de estas
error-name = Escriba un nombre.
error-number = Escriba un número.
error-birth = Esta fecha no puede ser.
new-patient-hint = Nombre, número y edad
more-found = { $count } más: escriba más letras.
space-bar = espacio

## Consent and questions
consent = Consentimiento
consent-eye = Fotografiamos los dos ojos para buscar daños por diabetes. Una computadora lee las fotos. No reemplaza al oculista.
consent-chest = Leemos una radiografía de tórax para buscar tuberculosis. Una computadora la lee. No reemplaza al médico.
consent-stored = Las imágenes y el resultado quedan en este equipo y van al especialista. El paciente puede decir no y recibe atención igual.
agree = El paciente acepta
decline = El paciente no acepta
questions = Preguntas
symptoms = Síntomas
symptom-sudden-loss = Pérdida súbita de la vista
symptom-floaters = Manchas o destellos
symptom-pain = Dolor de ojo
symptom-cough = Tos
symptom-fever = Fiebre
symptom-weight-loss = Pérdida de peso
symptom-night-sweats = Sudores nocturnos
no-symptoms = Ninguno
ask-acuity = ¿Vista menor de 6/12?
ask-hiv = ¿Vive con VIH?
ask-past-tb = ¿Tuberculosis en el pasado?
age = Edad en años
no-reading = Sin lectura por computadora antes de 15 años o sin edad: un clínico examina.

## Capture
field-macula = Centro de la vista en el medio
field-disc = Disco óptico en el medio
shutter = Tomar foto
auto-shutter = Automático
picture-good = Bien – no se mueva
cannot-take = No es posible
attempt = Imagen { $number } de { $total }
source = ¿Dónde está la radiografía?
source-inbox = Del equipo de rayos X
source-files = De un archivo
source-light-box = Negatoscopio
no-films = Aún no llegó ninguna radiografía.
check-corners = ¿Las esquinas coinciden con la placa?
is-picture-good = ¿Está bien esta imagen?
accept = Usar
retake = Repetir
dilate = Las imágenes no bastan. Dilate la pupila según su programa, espere e intente una vez más.
dilated = Pupila dilatada: otra vez
why-missing = ¿Por qué no hay una buena imagen?
reason-still-poor = La imagen sigue mala
reason-no-dilation = No se puede dilatar
reason-cloudy-eye = Ojo turbio
reason-cannot-hold-still = No puede estar quieto
reason-declined = El paciente no quiere
reason-no-eye = No hay ojo en este lado
defect-not-a-retina = No es una retina
defect-not-a-chest = No es un tórax
defect-too-small = Muy pocos píxeles
defect-too-dark = Muy oscura
defect-too-bright = Muy clara
defect-out-of-focus = Desenfocada
defect-low-contrast = Borrosa
defect-reflection = Reflejo
defect-disc-missing = Falta el disco óptico
defect-field-cut-off = Campo cortado
defect-rotated = Girada
defect-lungs-cut-off = Pulmones cortados
hint-not-a-retina = Apunte la cámara al ojo.
hint-not-a-chest = Elija una vista de frente del tórax.
hint-too-small = Ponga la cámara en un tamaño mayor.
hint-too-dark = Suba el flash o espere una pupila más ancha.
hint-too-bright = Baje el flash.
hint-out-of-focus = Pida que no se mueva y enfoque otra vez.
hint-low-contrast = Limpie la lente y seque las lágrimas.
hint-reflection = Mueva un poco la cámara.
hint-disc-missing = Pida que mire el punto.
hint-field-cut-off = Centre la pupila y acérquese.
hint-rotated = Enderece la imagen.
hint-lungs-cut-off = Repita la placa con los dos pulmones.
wrong-side = Esta imagen muestra el otro ojo. Revise el ojo.
same-eye-ask = ¿Es dos veces el mismo ojo?
same-eye-why = Las dos imágenes parecen del mismo lado. Mire los ojos del paciente.
other-eye-ask = ¿Es el otro ojo?
other-eye-why = La imagen parece del otro lado. Mire el ojo del paciente.
retake-other-eye = Repetir el otro ojo
keep-eye = El ojo es correcto
same-picture = Esta imagen ya se usó. Tome otra.
unreadable-picture = Esta imagen no se puede leer. Repítala.
analysing = Leyendo la imagen
concluding = Preparando el resultado
tries-left = Intentos restantes: { $count }
corners-hint = Lleve cada esquina al borde de la placa.
film-unnamed = Sin nombre en el archivo
films-hidden = No se muestran { $count } más antiguas.

## Result
outcome-negative = Sin signos
outcome-refer = Derivar
outcome-urgent = Derivar con urgencia
outcome-ungradable = No evaluable
outcome-abstain = Debe leerla una persona
outcome-wrong-image = Imagen equivocada
outcome-assess = Un clínico examina
abstain-out-of-distribution = La imagen no se parece a las que el modelo conoce.
abstain-uncertain = El puntaje está muy cerca del límite.
abstain-looked-elsewhere = El modelo miró fuera de la zona correcta.
abstain-not-eligible = No se ofrece lectura a este paciente.
due = Fecha límite: { $date }
due-today = Para hoy
not-looked-for = No busca: { $list }
summary = Resultado
score = Puntaje
heatmap = Mapa
priors = Antes
score-line = Puntaje { $score }, límite { $threshold }
grade = Grado { $grade } de 4
no-score = Sin puntaje
heatmap-note = Dónde miró el modelo; no es un diagnóstico
heatmap-none = Sin mapa para esta imagen
picture-only = Imagen
no-priors = Sin exámenes anteriores
prior-other-model = Otra versión del modelo: compare con cuidado.
print-slip = Imprimir la hoja
printed = La hoja está impresa.
print-failed = La impresora no imprimió. Revise el papel.
without-slip = Sin hoja
done = Listo
done-kept = El resultado está guardado y se enviará.
done-practice = Terminó la práctica. No se guardó nada.
slip-title = Resultado del examen
slip-keep = Traiga esta hoja a su cita.
referral-id = Derivación { $id }
operator = Examinado por { $name }
before = Antes
now = Ahora
remarks = Avisos
model-line = Modelo { $model }
rules-line = Reglas { $rules }
printing = Imprimiendo …

## Lists
empty-list = Nada aquí
follow-overdue = Vencida
follow-did-not-attend = No vino
follow-confirmed = Confirmado
follow-not-confirmed = No confirmado
follow-treated = Tratado
follow-seen = Visto
follow-sent = Enviado
follow-not-sent = Aún no enviado

## Settings
language = Idioma
latin-digits = Cifras 0–9
calendar-note = Todas las fechas son gregorianas.
display = Pantalla
dark-theme = Oscuro
large-text = Letra grande
sound = Sonido
about = Acerca de
thresholds = Límites
threshold-of = { $model }, cámara { $camera }: { $value }
read-only = Solo un paquete firmado los cambia.
users = Usuarios
add-user = Agregar
remove-user = Quitar
pin-new = PIN nuevo
pin-again = PIN otra vez
role-operator = Operador
role-supervisor = Supervisor
role-technician = Técnico
error-name-taken = Este nombre ya existe.
error-pin-short = Al menos 4 cifras.
error-pins-differ = Los PIN no coinciden.
error-last-supervisor = Debe quedar un supervisor.
network = Red
storage = Espacio
storage-free = { $free } GB libres de { $total } GB
camera = Cámara
self-test = Autoprueba
run-self-test = Iniciar la prueba
check-passed = Bien
check-failed = Falló
check-running = Probando …
check-missing = No está
version = Versión { $version }
licences = Licencias
not-reviewed = Este idioma lo tradujo una máquina y nadie lo ha revisado.
export-support = Archivo de ayuda
restart = Reiniciar
shut-down = Apagar
auto-shutter-setting = La cámara toma la foto sola
edit-user = Cambiar usuario
stored-screenings = Exámenes guardados: { $count }
support-note = El archivo de ayuda no contiene datos de pacientes.
support-saved = El archivo de ayuda está listo
support-on-stick = Está en la memoria:
support-in-box = No hay memoria USB. Está en este equipo:
support-code-note = El código dice lo esencial: fotografíelo para quien le ayuda.
machine-languages = Traducido por máquina, sin revisar: { $list }
test-camera = Cámara
test-touch = Pantalla táctil
test-printer = Impresora
test-storage = Almacenamiento
test-clock = Reloj
test-models = Modelos
test-network = Red

## Practice and cleaning
choose-practice = ¿Qué quiere practicar?
phantom-healthy = Sano
phantom-disease = Enfermedad
phantom-dark = Muy oscura
phantom-blurred = Desenfocada
practice-note = No se guarda ni se envía nada.
cleaning-note = Limpie la pantalla ahora. El toque está apagado un momento.

## Questions that stand before the screen
ask-abandon = ¿Parar este examen? Se borran sus imágenes.
ask-leave-result = ¿Salir sin imprimir? El resultado está guardado.
ask-discard-form = ¿Tirar lo escrito?
ask-take-up = ¿Seguir este examen sin terminar?
ask-remove-user = ¿Quitar este usuario?
ask-restart = ¿Reiniciar el equipo?
ask-shut-down = ¿Apagar el equipo?

## Notices
notice-work-kept = Su trabajo está guardado.
notice-consent-declined = No se guardó nada.
notice-none-found = No se encontró a nadie
notice-card-unknown = Esta tarjeta no se conoce.
notice-camera-failed = La cámara no tomó la foto. Intente otra vez.
notice-pictures-lost = Se perdieron las imágenes. Tómelas otra vez.
notice-not-saved = No guardado
notice-saved = Guardado
notice-sending = Enviando …
notice-support-under-way = Escribiendo el archivo de ayuda …
notice-support-failed = No se pudo escribir el archivo de ayuda.
notice-screenshot-saved = Imagen de la pantalla guardada
notice-screenshot-refused = Solo un técnico toma una imagen de la pantalla.
notice-user-released = El usuario puede entrar otra vez.

## Faults
fault-transient = No funcionó. Intente otra vez.
fault-needs-operator = Revise la imagen e intente otra vez.
fault-needs-technician = Llame al técnico y diga el código.
fault-bug = Un error del programa. No se muestra nada falso. Diga el código al técnico.
fault-disk-full = El disco está lleno. No se puede guardar nada nuevo.
fault-no-room = No hay espacio para otro examen. Conecte la red o traiga una memoria USB, y envíe lo que espera. No se pierde nada.
fault-identity-mismatch = El resultado no era de este paciente y no se muestra.
fault-no-camera = No hay cámara. Conéctela y enciéndala.
fault-camera-unplugged = La cámara se desconectó. Conéctela de nuevo.
fault-camera-stalled = La cámara no responde. Apáguela y enciéndala.
fault-no-printer = No hay impresora configurada. Siga sin comprobante o llame al técnico.
fault-printer-missing = La impresora no responde. Compruebe que está encendida y su cable.
fault-printer-no-paper = La impresora no tiene papel. Ponga un rollo nuevo y repita.
fault-printer-cover-open = La tapa de la impresora está abierta. Ciérrela y repita.
fault-printer-faulty = La impresora avisa de un fallo. Apáguela, enciéndala y repita.
fault-printer-stalled = La impresora no avanza. Revise el papel y repita.

## Dates
date = { $day } de { $month } de { $year }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = Derivar con urgencia: un oculista debe ver este ojo en 2 semanas.
pack-eye-symptoms = Derivar por los síntomas, muestre lo que muestre la imagen: en 2 semanas, de inmediato si perdió la vista de golpe o duele el ojo.
pack-reduced-acuity = Derivar porque la vista es menor de 6/12: en 1 mes.
pack-severe = Derivar: un oculista debe ver este ojo en 1 mes.
pack-maculopathy = Derivar: signos cerca del centro de la vista. Un oculista debe ver este ojo en 1 mes.
pack-eye-not-seen = Derivar: este ojo no se pudo evaluar, y un ojo no visto nunca es negativo. En 1 mes.
pack-eye-human-read = Una persona debe leer esta imagen: el equipo no sabe. En 2 semanas.
pack-moderate = Derivar: un oculista debe ver este ojo en 3 meses.
pack-referable-score = Derivar: signos de retinopatía que necesitan un especialista. En 3 meses.
pack-score-missing = Una persona debe leer esta imagen: no hay puntaje. En 2 semanas.
pack-none-or-mild = No hay retinopatía que derivar. Nuevo examen en 12 meses.
pack-warn-eye-symptoms = Nadie preguntó por síntomas: pérdida súbita de la vista, manchas o dolor son razón para derivar, muestre lo que muestre la imagen.
pack-warn-acuity = No se midió la agudeza visual: menor de 6/12 es razón para derivar, muestre lo que muestre la imagen.
pack-priority = Derivar hoy: esputo para prueba molecular, muestre lo que muestre la placa; mascarilla y consejos sobre la tos.
pack-age = Un clínico examina a este paciente: sin lectura por computadora antes de 15 años o si no se sabe la edad.
pack-view = Un clínico examina a este paciente: la placa no es una vista posteroanterior del tórax.
pack-above = Derivar hoy: esputo para prueba molecular; mascarilla y consejos sobre la tos.
pack-film-not-seen = Derivar: la placa no se pudo evaluar. Una persona la lee hoy, o se repite.
pack-film-human-read = Una persona debe leer esta placa: el equipo no sabe. Hoy si es posible.
pack-chest-symptoms = Hacer prueba por los síntomas aunque la placa no muestra signos: esputo para prueba molecular hoy.
pack-no-sign = No hay signos de tuberculosis en la placa. Volver enseguida si empieza tos, fiebre, pérdida de peso o sudores nocturnos.
pack-warn-past-tb = Tuberculosis pasada: cicatrices viejas pueden parecer enfermedad, y el resultado es menos seguro.
pack-warn-past-tb-unknown = Nadie preguntó por tuberculosis pasada: cicatrices viejas pueden parecer enfermedad.
pack-warn-chest-symptoms = Nadie preguntó por síntomas: tos, fiebre, pérdida de peso o sudores nocturnos son razón para la prueba, muestre lo que muestre la placa.
pack-warn-hiv = No se sabe el estado de VIH: quien vive con VIH y tiene algún síntoma recibe la prueba, muestre lo que muestre la placa.
pack-warn-view = El archivo no dice que la vista es posteroanterior: revísela.
pack-warn-clock = El reloj del equipo no está ajustado: cuente el plazo desde hoy.
pack-glaucoma = glaucoma
pack-cataract = catarata
pack-macular-degeneration = degeneración macular por la edad
pack-eye-tumours = tumores del ojo
pack-nerves = cualquier enfermedad del cerebro o los nervios
pack-lung-cancer = cáncer de pulmón
pack-heart = enfermedad del corazón
pack-ribs = costillas rotas
pack-tb-elsewhere = tuberculosis fuera de los pulmones
pack-vein = oclusión venosa de la retina
pack-detachment = desprendimiento de retina
pack-pneumonia = neumonía
pack-heart-failure = insuficiencia cardíaca
pack-fractures = fracturas
pack-tb-children = tuberculosis en niños menores de 15 años
