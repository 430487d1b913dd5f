"""The published description of the gate over HTTP: complete, and kept by every answer to made-up requests."""

import csv
import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
DESCRIPTION = json.loads((ROOT / "docs/formats/openapi.json").read_text())
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
FEW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
SENT = frozenset({"method", "url", "headers", "params", "data", "json", "files"})
# What is said when our side cannot; nothing else of ours may break.
OURS = {503, 507}


def routes():
    with (ROOT / "docs/routes.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["program"] == "gate":
                path = re.sub(r"\{(\w+):\w+\}", r"{\1}", row["path"])
                for method in row["methods"].split():
                    yield method, path


def test_every_route_of_the_gate_is_described_and_nothing_else():
    described = {
        (method.upper(), path)
        for path, operations in DESCRIPTION["paths"].items()
        for method in operations
        if method not in {"parameters", "head"}
    }

    assert described == set(routes())


def test_every_operation_says_what_it_is_for():
    assert all(
        operation["summary"].endswith(".")
        for operations in DESCRIPTION["paths"].values()
        for method, operation in operations.items()
        if method != "parameters"
    )


def asked(world, case):
    """The case as a client sends it, to a gate in memory; what no client can send is no case."""
    kwargs = case.as_transport_kwargs(base_url="http://gate.example.org")
    kwargs = {name: value for name, value in kwargs.items() if name in SENT}
    try:
        sent = requests.Request(**kwargs).prepare()
    except (requests.RequestException, UnicodeError):
        return None
    headers = {name: value for name, value in sent.headers.items() if name.lower() != "content-length"}
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    return world.http.request(sent.method, sent.url, headers=headers, content=body)


def require_as_described(operation, answer):
    described = DESCRIPTION["paths"][operation.path][operation.method.lower()]["responses"]
    response = described.get(str(answer.status_code)) or described.get("default")
    if response is None:
        assert answer.status_code in {404, 405}, answer.status_code
        return
    if "$ref" in response:
        response = DESCRIPTION["components"]["responses"][response["$ref"].rpartition("/")[2]]
    kinds = response.get("content", {})
    if not answer.content or "*/*" in kinds:
        return
    kind = answer.headers["content-type"]
    assert kind in kinds, (kind, list(kinds))
    if kind == "application/json":
        schema = kinds[kind]["schema"] | {"components": DESCRIPTION["components"]}
        jsonschema_rs.Draft202012Validator(schema).validate(answer.json())


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda found: found.label)
@given(drawn=st.data())
@FEW
def test_every_answer_is_one_that_is_described(lasting, operation, drawn):
    modes = drawn.draw(st.sampled_from(list(schemathesis.GenerationMode)))
    case = drawn.draw(operation.as_strategy(generation_mode=modes))

    answer = asked(lasting, case)

    if answer is None:
        return
    assert answer.status_code < 500 or answer.status_code in OURS, answer.text
    require_as_described(operation, answer)
    assert "set-cookie" not in answer.headers


MARK = "unmistakable words of a stranger"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda found: found.label)
def test_no_error_repeats_what_was_sent(lasting, operation):
    path = re.sub(r"\{language\}", "en", operation.path)
    path = re.sub(r"\{\w+\}", MARK.replace(" ", "%20"), path)
    headers = {
        "Idempotency-Key": MARK,
        "Unhindered-Request": MARK,
        "Upload-Offset": MARK,
        "Tus-Resumable": MARK,
    }

    answer = lasting.http.request(
        operation.method,
        path,
        params={"from": MARK, "at": MARK, "to": MARK},
        headers=headers,
        content=MARK.encode(),
    )

    assert "unmistakable" not in answer.text
    assert "unmistakable" not in str(answer.headers)
