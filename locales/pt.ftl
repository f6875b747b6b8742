### Machine translation of en.ftl. Nobody who speaks the language has reviewed it yet: then say yes.
reviewed = no

## Everywhere
back = Voltar
next = Seguinte
cancel = Cancelar
yes = Sim
no = Não
unknown = Não se sabe
save = Guardar
close = Fechar
retry = Tentar de novo
search = Procurar
loading = Um momento …
page-of = { $page } de { $pages }
eye-right = Olho direito (OD)
eye-left = Olho esquerdo (OS)
chest = Tórax
task-dr = Olhos
task-tb = Tórax
years = { $count ->
    [one] { $count } ano
   *[other] { $count } anos
}
sex-female = Mulher
sex-male = Homem
sex-other = Outro
sex-unknown = Não se sabe
practice = PRÁTICA – resultado de ninguém
research-use = Só para investigação

## Start and lock
starting = A iniciar …
start-hardware = A verificar o aparelho
start-store = A abrir os registos
start-models = A carregar os modelos
start-camera = À procura da câmara
start-failed = O Farlight não consegue iniciar
start-failed-help = Desligue e ligue. Se continuar, chame o técnico e diga o código.
code = Código { $code }
choose-name = Quem é você?
enter-pin = { $name }, o seu PIN
pin-wrong = Este PIN está errado.
pin-wait = Espere { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
}
pin-barred = Bloqueado. Um supervisor pode deixá-lo entrar.
supervisor-unlock = Desbloqueio do supervisor
choose-supervisor = Qual supervisor?
lock = Bloquear
work-of = Por terminar: { $name }

## Home
new-eye = Novo exame dos olhos
new-chest = Novo exame do tórax
today = Hoje
waiting = Por enviar
waiting-count = { $count ->
    [0] Tudo foi enviado
   *[other] Por enviar: { $count }
}
oldest-days = { $count ->
    [0] mais antigo: hoje
    [one] mais antigo: { $count } dia
   *[other] mais antigo: { $count } dias
}
returned = Voltaram
overdue = Em atraso
referrals = Referências
settings = Definições
training = Prática
cleaning = Limpar o ecrã
send-now = Enviar já
network-none = Sem rede
network-no-server = Sem servidor
network-online = Ligado
clock-wrong = Relógio por acertar
alert-disk-full = O disco está cheio. Chame o técnico.
alert-disk-low = O espaço está acabando. Ligue a rede ou traga um pendrive.
alert-pictures-damaged = Há imagens danificadas. Chame o técnico.
alert-audit-broken = O registo foi alterado. Chame o técnico.
alert-clock-not-set = O relógio não está certo: os prazos podem estar errados.
alert-camera-missing = A câmara não responde. Veja o cabo.
alert-sending-rejected = O servidor recusou um resultado. Chame o supervisor.
alert-sending-misconfigured = O envio está mal configurado. Chame o técnico.
alert-printer-missing = A impressora não responde. Veja o papel e o cabo.
alert-hot = O aparelho está quente. Ponha-o à sombra.

## The bars around a screen
went-wrong = Algo correu mal
short-disk-full = Disco cheio
short-disk-low = Pouco espaço
short-pictures-damaged = Imagens danificadas
short-audit-broken = Registo alterado
short-camera-missing = Falta a câmara
short-sending-rejected = Resultado recusado
short-sending-misconfigured = Envio por configurar
short-printer-missing = Falta a impressora
short-hot = Aparelho quente

## Identify
who = Quem é o paciente?
search-hint = Nome ou número
scan-card = Ler o cartão
scan-hint = Ponha o cartão em frente da câmara
new-patient = Novo paciente
name = Nome
number = Número do cartão
birth-date = Data de nascimento
birth-hint = Basta o ano
sex = Sexo
check-patient = É esta a pessoa à sua frente?
check-yes = Sim, esta pessoa
duplicates = É uma destas?
none-of-these = Nenhuma destas
error-name = Escreva um nome.
error-number = Escreva um número.
error-birth = Esta data não pode estar certa.
new-patient-hint = Nome, número e idade
more-found = Mais { $count }: escreva mais letras.
space-bar = espaço

## Consent and questions
consent = Consentimento
consent-eye = Fotografamos os dois olhos para procurar lesões da diabetes. Um computador lê as fotografias. Não substitui um oftalmologista.
consent-chest = Lemos um raio-X do tórax para procurar tuberculose. Um computador lê-o. Não substitui um médico.
consent-stored = As imagens e o resultado ficam neste aparelho e vão para o especialista. O paciente pode dizer não e é atendido na mesma.
agree = O paciente aceita
decline = O paciente recusa
questions = Perguntas
symptoms = Sintomas
symptom-sudden-loss = Perda súbita da vista
symptom-floaters = Manchas ou clarões
symptom-pain = Dor no olho
symptom-cough = Tosse
symptom-fever = Febre
symptom-weight-loss = Perda de peso
symptom-night-sweats = Suores noturnos
no-symptoms = Nenhum
ask-acuity = Visão abaixo de 6/12?
ask-hiv = Vive com VIH?
ask-past-tb = Tuberculose no passado?
age = Idade em anos
no-reading = Sem leitura por computador antes dos 15 anos ou sem idade: um clínico examina.

## Capture
field-macula = Centro da visão ao meio
field-disc = Disco ótico ao meio
shutter = Fotografar
auto-shutter = Automático
picture-good = Bem – não se mexa
cannot-take = Não é possível
attempt = Imagem { $number } de { $total }
source = Onde está o raio-X?
source-inbox = Do aparelho de raio-X
source-files = De um ficheiro
source-light-box = Negatoscópio
no-films = Ainda não chegou nenhum raio-X.
check-corners = Os cantos batem com a película?
is-picture-good = Esta imagem está boa?
accept = Usar
retake = Repetir
dilate = As imagens não chegam. Dilate a pupila segundo o seu programa, espere e tente mais uma vez.
dilated = Pupila dilatada: de novo
why-missing = Porque não há boa imagem?
reason-still-poor = Imagem continua má
reason-no-dilation = Não se pode dilatar
reason-cloudy-eye = Olho turvo
reason-cannot-hold-still = Não fica quieto
reason-declined = O paciente não quer
reason-no-eye = Não há olho deste lado
defect-not-a-retina = Não é uma retina
defect-not-a-chest = Não é um tórax
defect-too-small = Poucos píxeis
defect-too-dark = Escura demais
defect-too-bright = Clara demais
defect-out-of-focus = Desfocada
defect-low-contrast = Enevoada
defect-reflection = Reflexo
defect-disc-missing = Falta o disco ótico
defect-field-cut-off = Campo cortado
defect-rotated = Rodada
defect-lungs-cut-off = Pulmões cortados
hint-not-a-retina = Aponte a câmara para o olho.
hint-not-a-chest = Escolha uma vista de frente do tórax.
hint-too-small = Ponha a câmara num tamanho maior.
hint-too-dark = Suba o flash ou espere que a pupila abra.
hint-too-bright = Baixe o flash.
hint-out-of-focus = Peça para não se mexer e foque de novo.
hint-low-contrast = Limpe a lente e seque as lágrimas.
hint-reflection = Mova um pouco a câmara.
hint-disc-missing = Peça para olhar para o alvo.
hint-field-cut-off = Centre a pupila e aproxime-se.
hint-rotated = Endireite a imagem.
hint-lungs-cut-off = Repita a película com os dois pulmões.
wrong-side = Esta imagem mostra o outro olho. Veja qual é.
same-eye-ask = É o mesmo olho duas vezes?
same-eye-why = As duas imagens parecem do mesmo lado. Veja os olhos do paciente.
other-eye-ask = É o outro olho?
other-eye-why = A imagem parece do outro lado. Veja o olho do paciente.
retake-other-eye = Repetir o outro olho
keep-eye = O olho está certo
same-picture = Esta imagem já foi usada. Tire outra.
unreadable-picture = Esta imagem não se lê. Repita-a.
analysing = A ler a imagem
concluding = A preparar o resultado
tries-left = Tentativas restantes: { $count }
corners-hint = Leve cada canto à borda da película.
film-unnamed = Sem nome no ficheiro
films-hidden = { $count } mais antigas não são mostradas.

## Result
outcome-negative = Sem sinais
outcome-refer = Referir
outcome-urgent = Referir com urgência
outcome-ungradable = Não avaliável
outcome-abstain = Uma pessoa deve ler
outcome-wrong-image = Imagem errada
outcome-assess = Um clínico examina
abstain-out-of-distribution = A imagem não se parece com as que o modelo conhece.
abstain-uncertain = A pontuação está perto demais do limite.
abstain-looked-elsewhere = O modelo olhou para fora da zona certa.
abstain-not-eligible = Não se oferece leitura a este paciente.
due = Prazo: { $date }
due-today = Prazo: hoje
not-looked-for = Não procura: { $list }
summary = Resultado
score = Pontuação
heatmap = Mapa
priors = Antes
score-line = Pontuação { $score }, limite { $threshold }
grade = Grau { $grade } de 4
no-score = Sem pontuação
heatmap-note = Onde o modelo olhou; não é um diagnóstico
heatmap-none = Sem mapa para esta imagem
picture-only = Imagem
no-priors = Sem exames anteriores
prior-other-model = Outra versão do modelo: compare com cuidado.
print-slip = Imprimir o talão
printed = O talão está impresso.
print-failed = A impressora não imprimiu. Veja o papel.
without-slip = Sem talão
done = Pronto
done-kept = O resultado está guardado e será enviado.
done-practice = Fim da prática. Nada foi guardado.
slip-title = Resultado do rastreio
slip-keep = Traga este talão à sua consulta.
referral-id = Referência { $id }
operator = Examinado por { $name }
before = Antes
now = Agora
remarks = Observações
model-line = Modelo { $model }
rules-line = Regras { $rules }
printing = A imprimir …

## Lists
empty-list = Nada aqui
follow-overdue = Em atraso
follow-did-not-attend = Não veio
follow-confirmed = Confirmado
follow-not-confirmed = Não confirmado
follow-treated = Tratado
follow-seen = Visto
follow-sent = Enviado
follow-not-sent = Ainda não enviado

## Settings
language = Língua
latin-digits = Algarismos 0–9
calendar-note = Todas as datas são gregorianas.
display = Ecrã
dark-theme = Escuro
large-text = Letra grande
sound = Som
about = Sobre
thresholds = Limites
threshold-of = { $model }, câmara { $camera }: { $value }
read-only = Só um pacote assinado os muda.
users = Utilizadores
add-user = Acrescentar
remove-user = Retirar
pin-new = Novo PIN
pin-again = PIN outra vez
role-operator = Operador
role-supervisor = Supervisor
role-technician = Técnico
error-name-taken = Este nome já existe.
error-pin-short = Pelo menos 4 algarismos.
error-pins-differ = Os PIN não são iguais.
error-last-supervisor = Tem de ficar um supervisor.
network = Rede
storage = Espaço
storage-free = { $free } GB livres de { $total } GB
camera = Câmara
self-test = Autoteste
run-self-test = Iniciar o teste
check-passed = Bom
check-failed = Falhou
check-running = A testar …
check-missing = Não existe
version = Versão { $version }
licences = Licenças
not-reviewed = Esta língua foi traduzida por máquina e ninguém a reviu.
export-support = Ficheiro de apoio
restart = Reiniciar
shut-down = Desligar
auto-shutter-setting = A câmara tira a foto sozinha
edit-user = Alterar utilizador
stored-screenings = Rastreios guardados: { $count }
support-note = O ficheiro de apoio não contém dados de pacientes.
support-saved = O ficheiro de apoio está pronto
support-on-stick = Está na pen:
support-in-box = Nenhuma pen encontrada. Está neste aparelho:
support-code-note = O código diz o essencial: fotografe-o para quem o ajuda.
machine-languages = Traduzido por máquina, sem revisão: { $list }
test-camera = Câmara
test-touch = Ecrã tátil
test-printer = Impressora
test-storage = Armazenamento
test-clock = Relógio
test-models = Modelos
test-network = Rede

## Practice and cleaning
choose-practice = O que quer praticar?
phantom-healthy = Saudável
phantom-disease = Doença
phantom-dark = Escura demais
phantom-blurred = Desfocada
practice-note = Nada é guardado nem enviado.
cleaning-note = Limpe o ecrã agora. O toque está desligado por um momento.

## Questions that stand before the screen
ask-abandon = Parar este exame? As imagens serão apagadas.
ask-leave-result = Sair sem imprimir? O resultado está guardado.
ask-discard-form = Deitar fora o que foi escrito?
ask-take-up = Continuar este exame por terminar?
ask-remove-user = Retirar este utilizador?
ask-restart = Reiniciar o aparelho?
ask-shut-down = Desligar o aparelho?

## Notices
notice-work-kept = O seu trabalho está guardado.
notice-consent-declined = Nada foi guardado.
notice-none-found = Ninguém encontrado
notice-card-unknown = Este cartão não é conhecido.
notice-camera-failed = A câmara não tirou a imagem. Tente de novo.
notice-pictures-lost = As imagens perderam-se. Tire-as de novo.
notice-not-saved = Não guardado
notice-saved = Guardado
notice-sending = A enviar …
notice-support-under-way = A gravar o ficheiro de apoio …
notice-support-failed = Não foi possível gravar o ficheiro de apoio.
notice-screenshot-saved = Imagem do ecrã guardada
notice-screenshot-refused = Só um técnico tira uma imagem do ecrã.
notice-user-released = O utilizador pode entrar de novo.

## Faults
fault-transient = Não funcionou. Tente de novo.
fault-needs-operator = Veja a imagem e tente de novo.
fault-needs-technician = Chame o técnico e diga o código.
fault-bug = Um erro do programa. Nada de falso é mostrado. Diga o código ao técnico.
fault-disk-full = O disco está cheio. Nada de novo pode ser guardado.
fault-no-room = Sem espaço para um novo exame. Ligue a rede ou traga um pendrive, e envie o que espera. Nada se perde.
fault-identity-mismatch = O resultado não era deste paciente e não é mostrado.
fault-no-camera = Não há câmara. Ligue o cabo e ligue-a.
fault-camera-unplugged = A câmara foi desligada. Ligue-a de novo.
fault-camera-stalled = A câmara não responde. Desligue-a e ligue-a.
fault-no-printer = Nenhuma impressora configurada. Continue sem talão ou chame o técnico.
fault-printer-missing = A impressora não responde. Verifique se está ligada e o cabo.
fault-printer-no-paper = A impressora não tem papel. Ponha um rolo novo e repita.
fault-printer-cover-open = A tampa da impressora está aberta. Feche-a e repita.
fault-printer-faulty = A impressora indica uma avaria. Desligue-a, ligue-a e repita.
fault-printer-stalled = A impressora não avança. Verifique o papel e repita.

## Dates
date = { $day } de { $month } de { $year }
month-1 = janeiro
month-2 = fevereiro
month-3 = março
month-4 = abril
month-5 = maio
month-6 = junho
month-7 = julho
month-8 = agosto
month-9 = setembro
month-10 = outubro
month-11 = novembro
month-12 = dezembro

## Sentences of the shipped rule packs: the English must be the packs' own
pack-proliferative = Referir com urgência: um oftalmologista deve ver este olho em 2 semanas.
pack-eye-symptoms = Referir por causa dos sintomas, mostre a imagem o que mostrar: em 2 semanas, já se a vista se perdeu de repente ou o olho dói.
pack-reduced-acuity = Referir porque a visão está abaixo de 6/12: em 1 mês.
pack-severe = Referir: um oftalmologista deve ver este olho em 1 mês.
pack-maculopathy = Referir: sinais perto do centro da visão. Um oftalmologista deve ver este olho em 1 mês.
pack-eye-not-seen = Referir: este olho não pôde ser avaliado, e um olho não visto nunca é negativo. Em 1 mês.
pack-eye-human-read = Uma pessoa deve ler esta imagem: o aparelho não sabe. Em 2 semanas.
pack-moderate = Referir: um oftalmologista deve ver este olho em 3 meses.
pack-referable-score = Referir: sinais de retinopatia que precisam de um especialista. Em 3 meses.
pack-score-missing = Uma pessoa deve ler esta imagem: não há pontuação. Em 2 semanas.
pack-none-or-mild = Não há retinopatia a referir. Novo rastreio em 12 meses.
pack-warn-eye-symptoms = Ninguém perguntou pelos sintomas: perda súbita da vista, manchas ou dor são razão para referir, mostre a imagem o que mostrar.
pack-warn-acuity = A acuidade visual não foi medida: abaixo de 6/12 é razão para referir, mostre a imagem o que mostrar.
pack-priority = Referir hoje: expetoração para teste molecular, mostre a película o que mostrar; máscara e conselhos sobre a tosse.
pack-age = Um clínico examina este paciente: sem leitura por computador antes dos 15 anos ou sem idade conhecida.
pack-view = Um clínico examina este paciente: a película não é uma vista póstero-anterior do tórax.
pack-above = Referir hoje: expetoração para teste molecular; máscara e conselhos sobre a tosse.
pack-film-not-seen = Referir: a película não pôde ser avaliada. Uma pessoa lê-a hoje, ou é repetida.
pack-film-human-read = Uma pessoa deve ler esta película: o aparelho não sabe. Hoje, se possível.
pack-chest-symptoms = Testar por causa dos sintomas embora a película não mostre sinais: expetoração para teste molecular hoje.
pack-no-sign = Não há sinais de tuberculose na película. Voltar logo se começar tosse, febre, perda de peso ou suores noturnos.
pack-warn-past-tb = Tuberculose passada: cicatrizes antigas podem parecer doença, e o resultado é menos seguro.
pack-warn-past-tb-unknown = Ninguém perguntou por tuberculose passada: cicatrizes antigas podem parecer doença.
pack-warn-chest-symptoms = Ninguém perguntou pelos sintomas: tosse, febre, perda de peso ou suores noturnos são razão para testar, mostre a película o que mostrar.
pack-warn-hiv = O estado de VIH não é conhecido: quem vive com VIH e tem algum sintoma é testado, mostre a película o que mostrar.
pack-warn-view = O ficheiro não diz que a vista é póstero-anterior: verifique.
pack-warn-clock = O relógio do aparelho não está certo: conte o prazo a partir de hoje.
pack-glaucoma = glaucoma
pack-cataract = catarata
pack-macular-degeneration = degenerescência macular da idade
pack-eye-tumours = tumores do olho
pack-nerves = qualquer doença do cérebro ou dos nervos
pack-lung-cancer = cancro do pulmão
pack-heart = doença do coração
pack-ribs = costelas partidas
pack-tb-elsewhere = tuberculose fora dos pulmões
pack-vein = oclusão venosa da retina
pack-detachment = descolamento da retina
pack-pneumonia = pneumonia
pack-heart-failure = insuficiência cardíaca
pack-fractures = fraturas
pack-tb-children = tuberculose em crianças com menos de 15 anos
