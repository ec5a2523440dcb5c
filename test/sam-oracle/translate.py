"""Runs AWS's own translator (aws-sam-translator) over SAM templates, without a network.

translate.py          a template (JSON) a line on stdin; for each a line on stdout
translate.py FOLDER   FOLDER/input/*.json to FOLDER/output/*.json and FOLDER/cases.json, which `npm run conformance -- sam FOLDER` takes

What the translator refuses becomes {"errorMessage": its sentences}. Templates on which the translator itself falls over prove nothing: their
line is {"crash": why}, and a folder is made without them.
"""

import json
import logging
import os
import re
import sys
from pathlib import Path
from unittest.mock import patch

REGION = "ap-southeast-1"
# Nothing is looked up, but boto3 wants to know whom it would ask.
os.environ.update(AWS_DEFAULT_REGION=REGION, AWS_REGION=REGION, AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_EC2_METADATA_DISABLED="true")
logging.disable(logging.ERROR)

from samtranslator.model.exceptions import InvalidDocumentException  # noqa: E402
from samtranslator.translator.transform import transform  # noqa: E402


class NoManagedPolicies:
    def load(self):
        return {}


def sentence_order(message):
    """By the id of the resource first, as AWS lists them."""
    found = re.search(r"with id \[([^\]]*)\]", message)
    return f"{found.group(1) if found else ''} {message}"


def translated(template):
    try:
        return transform(template, {}, NoManagedPolicies())
    except InvalidDocumentException as refusal:
        causes = sorted((cause.message for cause in refusal.causes), key=sentence_order)
        return {"errorMessage": " ".join([refusal.message, *causes])}
    except Exception as crash:  # whatever the translator forgot to look at
        return {"crash": f"{type(crash).__name__}: {crash}"}


def over_lines():
    for line in sys.stdin:
        print(json.dumps(translated(json.loads(line)), default=str), flush=True)


def over_folder(folder):
    cases, crashes = [], 0
    (folder / "output").mkdir(exist_ok=True)
    for source in sorted((folder / "input").glob("*.json")):
        result = translated(json.loads(source.read_text()))
        if "crash" in result:
            crashes += 1
            continue
        (folder / "output" / source.name).write_text(json.dumps(result, indent=1, default=str))
        cases.append({"input": f"input/{source.name}", "output": f"output/{source.name}"})
    (folder / "cases.json").write_text(json.dumps(cases, indent=1))
    print(f"{len(cases)} translated, {crashes} crashes of the translator")


with patch("boto3.session.Session.region_name", REGION), patch("samtranslator.translator.arn_generator._get_region_from_session", return_value=REGION):
    over_folder(Path(sys.argv[1])) if len(sys.argv) > 1 else over_lines()
