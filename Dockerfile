# Two images: `api`, the service with its pages, and `rasa`, the bot. Both are made by the make targets that make them
# on any other machine, and run as a user that may do nothing else.

FROM python:3.13-slim-bookworm AS api-build
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN make env widget && rm -rf .cache widget/node_modules

FROM python:3.13-slim-bookworm AS api
RUN useradd --uid 10001 --create-home vuoro && install --directory --owner=vuoro /data
COPY --from=api-build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH VUORO_HOST=0.0.0.0
USER vuoro
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health/live', timeout=4)"]
CMD ["vuoro", "up", "--port", "8080", "--data", "/data"]

# The image's Python 3.10 runs Rasa; Debian's own 3.11 runs the tools that prepare and train it.
FROM python:3.10-slim-bookworm AS rasa-build
RUN apt-get update && apt-get install --yes --no-install-recommends make python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
# The image's user may not write compiled code beside the source later.
ENV UV_COMPILE_BYTECODE=1
RUN make rasa-env model DATA=/tmp/vuoro PYTHON=/usr/bin/python3 && mv /tmp/vuoro/models/*.tar.gz model.tar.gz

FROM python:3.10-slim-bookworm AS rasa
RUN useradd --uid 10001 --create-home vuoro
COPY --from=rasa-build /app/bot/rasa_project /app/bot/rasa_project
COPY --from=rasa-build /app/model.tar.gz /app/model.tar.gz
WORKDIR /home/vuoro
ENV PATH=/app/bot/rasa_project/.venv/bin:$PATH \
    RASA_TELEMETRY_ENABLED=false RASA_CACHE_DIRECTORY=/tmp/rasa SANIC_WORKERS=1 \
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1 \
    TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1
USER vuoro
# No EXPOSE: this port is for the api alone. compose.yaml has a network of those two for it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:5005/', timeout=4)"]
CMD ["python", "/app/bot/rasa_project/serve.py", "--model", "/app/model.tar.gz", \
    "--interface", "0.0.0.0", "--port", "5005"]
