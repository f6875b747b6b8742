"""A specialist's answer: a structured report by highdicom in the study that Orthanc holds.

verdict.py ORTHANC_URL STUDY_UID OPINION [--grade OD-2 ...] [--text WORDS] [--patient ID] [--unverified]
Prints the SOP Instance UID of the report.
"""
import argparse
import datetime
import io
import json
import urllib.request

import highdicom as hd
import pydicom
from highdicom.sr import (CodedConcept, CodeContentItem, ComprehensiveSR, MeasurementReport,
                          ObservationContext, ObserverContext, PersonObserverIdentifyingAttributes,
                          QualitativeEvaluation, SourceImageForMeasurementGroup, TrackingIdentifier,
                          MeasurementsAndQualitativeEvaluations)

parser = argparse.ArgumentParser()
parser.add_argument('url')
parser.add_argument('study')
parser.add_argument('opinion')
parser.add_argument('--grade', action='append', default=[])
parser.add_argument('--patient')
parser.add_argument('--unverified', action='store_true')
args = parser.parse_args()


def call(path, body=None):
    request = urllib.request.Request(args.url + path, data=body)
    return urllib.request.urlopen(request, timeout=30).read()


query = json.dumps({'Level': 'Instance', 'Query': {'StudyInstanceUID': args.study, 'Modality': 'OP'}})
first = json.loads(call('/tools/find', query.encode()))[0]
picture = pydicom.dcmread(io.BytesIO(call(f'/instances/{first}/file')))

person = PersonObserverIdentifyingAttributes(name='Eye^Doctor')
observer = ObserverContext(CodedConcept('121006', 'DCM', 'Person'), person)
own = lambda code, name: CodedConcept(code, '99FARLIGHT', name)
evaluations = [QualitativeEvaluation(name=own('verdict', 'Verdict'), value=own(args.opinion, args.opinion))]
for grade in args.grade:
    evaluations.append(QualitativeEvaluation(name=own('verdict-grade', 'Grade'), value=own(grade, grade)))
group = MeasurementsAndQualitativeEvaluations(
    tracking_identifier=TrackingIdentifier(uid=hd.UID(), identifier='verdict'),
    source_images=[SourceImageForMeasurementGroup.from_source_image(picture)],
    qualitative_evaluations=evaluations)
report = MeasurementReport(
    observation_context=ObservationContext(observer_person_context=observer),
    procedure_reported=CodedConcept('420213007', 'SCT', 'Fundus photography'),
    imaging_measurements=[group])
if args.patient:
    picture.PatientID = args.patient
verified = {} if args.unverified else dict(
    is_verified=True, verifying_observer_name='Eye^Doctor', verifying_organization='Eye clinic')
sr = ComprehensiveSR(
    evidence=[picture], content=report[0], series_instance_uid=hd.UID(), series_number=90,
    sop_instance_uid=hd.UID(), instance_number=1, manufacturer='Somebody else', is_complete=True,
    is_final=True, **verified)
sr.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
out = io.BytesIO()
sr.save_as(out)
call('/instances', out.getvalue())
print(sr.SOPInstanceUID)
