"""What a document may take of a worker, and what becomes of the others when it takes more."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles.importing import limits
from articles.importing.contracts import Rules
from articles.importing.readers import RawDocument
from articles.importing.workers import converted_in_order

ROOT = Path(__file__).parents[2]
RULES = Rules(source="", timezone="", site_timezone="Asia/Shanghai", language="zh-Hans")
TEXT = "---\ntitle: 第{}号\ndate: 2022-03-10\n---\n<p>正文。</p>\n"


def raws(number):
    return [
        RawDocument(f"{n}.txt", f"{n}.txt", "", "f", "", TEXT.format(n).encode())
        for n in range(number)
    ]


def converted(documents, **options):
    options = {"skip": lambda batch: [None] * len(batch), "workers": 2, "size": 4} | options
    batches = converted_in_order(documents, RULES, **options)
    return [result for batch in batches for _raw, result in batch]


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_documents(workers):
    results = converted(raws(30), workers=workers)

    assert [result.fields["title"] for result in results] == [f"第{n}号" for n in range(30)]


def test_the_bytes_of_a_document_come_back_with_its_result():
    documents = raws(3)

    assert [r.content for r in converted(documents)] == [d.content for d in documents]


def test_what_needs_no_conversion_keeps_its_place():
    results = converted(raws(9), skip=lambda batch: [None, "known", None, None][: len(batch)])

    assert [type(result).__name__ for result in results[:3]] == ["Converted", "str", "Converted"]


class Deadly(RawDocument):
    """A document that ends the process which unpacks it, as a fault of a parser in C would."""

    def __reduce__(self):
        return os._exit, (9,)


def test_a_document_that_ends_its_worker_is_reported_and_the_others_are_read():
    documents = raws(12)
    documents[5] = Deadly("5.txt", "5.txt", "", "f", "", b"x")

    results = converted(documents)

    failed = [result.path for result in results if result.error]
    assert failed == ["5.txt"]
    assert "worker was ended" in results[5].error.message


def work_for_ever():
    with limits.cpu_limit(1):
        while True:
            pass


def test_a_document_that_takes_too_long_is_stopped():
    with pytest.raises(limits.OutOfTime):
        work_for_ever()


def test_within_the_limit_nothing_is_stopped_later():
    before = signal.getsignal(signal.SIGPROF)

    with limits.cpu_limit(1):
        pass

    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) == before


def test_a_worker_that_listens_to_nothing_is_ended_by_the_kernel():
    program = (
        "from articles.importing.limits import end_worker_past_limit\n"
        "end_worker_past_limit(1)\n"
        "while True: pass\n"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT)

    assert done.returncode == -signal.SIGXCPU


class Mortal(RawDocument):
    """A document that ends the first worker which unpacks it, and only that one."""

    def __reduce__(self):
        return unpack_once, (self.path, self.beside)


def unpack_once(path, mark):
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return RawDocument(path, path, "", "f", "", TEXT.format(path).encode())
    os._exit(9)


def test_a_worker_that_is_killed_costs_no_document(tmp_path):
    documents = raws(60)
    documents[0] = Mortal("0", "0", "", "f", os.fspath(tmp_path / "mark"), b"x")

    results = converted(documents, size=2)

    assert [result.error for result in results] == [None] * 60


def test_workers_end_when_the_importing_process_is_killed(tmp_path):
    program = (
        "import os, signal\n"
        "from articles.importing.workers import _start\n"
        "if __name__ == '__main__':\n"
        "    print(_start(1).submit(os.getpid).result(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    file = tmp_path / "killed.py"
    file.write_text(program)

    environment = os.environ | {"PYTHONPATH": os.fspath(ROOT)}
    with subprocess.Popen(
        [sys.executable, file], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as importing:
        worker = int(importing.stdout.readline())

    until = time.monotonic() + 10
    while is_alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(worker)


def is_alive(process):
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def test_ctrl_c_while_the_workers_are_being_prepared_is_told_by_the_importing_process_alone():
    program = (
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'articles.importing.conversion':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "import articles.importing.preload\n"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
