"""Validates HL7 v2 messages strictly by hl7apy, and prints each value as a JSON line: validate_hl7.py FILE..."""
import json
import sys

from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.parser import parse_message

for name in sys.argv[1:]:
    text = open(name, encoding='utf-8', newline='').read()
    message = parse_message(text, validation_level=VALIDATION_LEVEL.STRICT)
    message.validate()
    group = message.oru_r01_patient_result.oru_r01_order_observation
    for observation in group.oru_r01_observation:
        obx = observation.obx
        print(json.dumps([obx.obx_4.value, obx.obx_3.obx_3_1.value, obx.obx_5.value]))
