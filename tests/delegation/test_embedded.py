import threading

from delegation.celery import app, nudge

heard = threading.Event()


@app.task(name="tests.hear")
def hear():
    heard.set()


def test_a_nudge_reaches_the_embedded_worker_and_it_stops_and_starts_again():
    from delegation.embedded import Embedded

    for _ in range(2):
        heard.clear()
        embedded = Embedded().start()
        nudge("tests.hear")
        assert heard.wait(5)
        assert embedded.stop()


def test_a_nudge_without_a_broker_breaks_nothing(monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(app, "send_task", away)
    nudge("fundraising.process_inbox")
