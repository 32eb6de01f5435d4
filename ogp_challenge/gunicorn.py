"""How gunicorn serves the site. https://docs.gunicorn.org/en/stable/settings.html"""

from pathlib import Path

worker_class = "gthread"
threads = 4
# Workers (WEB_CONCURRENCY) are recycled, so that a slow leak in any library stays bounded.
max_requests = 2000
max_requests_jitter = 200
timeout = 30
graceful_timeout = 30
keepalive = 5
# The heartbeat file must not be on a disk that can stall.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (a heartbeat, no content)
# gunicorn 25.1 and later would open a control socket in the home directory.
control_socket_disable = True
