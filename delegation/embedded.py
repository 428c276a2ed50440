"""A Celery worker and beat inside this process, for the one-command start and for tests.

Celery does not document embedding, so all of it stands here, with its own test. Never run it in more than one process
of one installation at a time with the memory broker: each process would have a broker of its own."""

import threading
import time

from celery import signals
from celery.beat import Scheduler, Service
from celery.worker import state

from delegation.celery import app

STOP_SECONDS = 8.0


class Embedded:
    """Worker threads and, if asked, beat as daemon threads. `start` returns when the worker listens."""

    def __init__(self, *, concurrency: int = 2, schedule: bool = True):
        self._ready = threading.Event()
        self.worker = app.WorkController(
            pool="threads",
            concurrency=concurrency,
            without_mingle=True,
            without_gossip=True,
            without_heartbeat=True,
            hostname=f"embedded@{threading.get_ident()}",
            ready_callback=lambda consumer: self._ready.set(),
        )
        # Only this signal makes Celery's Django part close database connections around tasks.
        signals.worker_init.send(sender=self.worker)
        self.beat = Service(app, max_interval=1, scheduler_cls=Scheduler) if schedule else None
        self._threads = [threading.Thread(target=self.worker.start, daemon=True, name="celery-worker")]
        if self.beat:
            self._threads.append(threading.Thread(target=self.beat.start, daemon=True, name="celery-beat"))

    def start(self, timeout: float = 20.0) -> "Embedded":
        """Raises RuntimeError when the worker does not listen after `timeout` seconds (broker away)."""
        state.should_stop = state.should_terminate = None
        for thread in self._threads:
            thread.start()
        if not self._ready.wait(timeout):
            raise RuntimeError("The background worker did not start; is the broker at REDIS_URL answering?")
        return self

    def stop(self) -> bool:
        """Let running tasks finish, then stop. True when every thread ended within STOP_SECONDS."""
        if self.beat:
            self.beat._is_shutdown.set()  # Service.stop() waits for the tick without a limit
        state.should_stop = 0
        deadline = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)
