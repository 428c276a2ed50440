# One image for web, worker and beat. It was written beside the commands that the tests run outside a container;
# the image itself has not been built where this was written.
FROM python:3.13-slim AS packages
COPY requirements.txt .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MEDIA_ROOT=/srv/media
RUN useradd --system --uid 10001 --home-dir /srv/geneva geneva \
 && mkdir -p /srv/geneva /srv/media && chown geneva /srv/media
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/geneva
COPY . .
# Static files are hashed and compressed once, here. The keys are invented and stay in this one line.
RUN STRIPE_MODE=test STRIPE_SECRET_KEY=sk_test_build STRIPE_WEBHOOK_SECRET=whsec_build SECRET_KEY=build \
    SEAL_KEYS=YnVpbGQta2V5LW5ldmVyLXVzZWQtZm9yLWRhdGEtMDE= DATABASE_URL=sqlite://:memory: \
    python manage.py collectstatic --noinput --skip-checks
USER geneva
EXPOSE 8000
VOLUME /srv/media
CMD ["gunicorn", "delegation.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
