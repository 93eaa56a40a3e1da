#!/bin/sh
# Runs a command with a fixed memory layout where the kernel allows it: gcc 12's ThreadSanitizer
# stops at start on kernels that randomise more address bits than it knows.
if setarch -R true 2>/dev/null; then exec setarch -R "$@"; fi
exec "$@"
