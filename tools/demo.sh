#!/bin/sh
# demo.sh HINDCAST: shows what the program makes of examples/ and how it would change them, on the day after its last document.
set -eu
hindcast=$1
HINDCAST_NOW=${HINDCAST_NOW:-2024-03-10T00:00:00Z}
export HINDCAST_NOW

say() { printf '\n$ %s\n' "$*"; }
say hindcast show examples
"$hindcast" show examples
say hindcast items examples
"$hindcast" items examples
say hindcast check examples
"$hindcast" check examples || [ $? -eq 1 ]
say hindcast doctor --rule promise-repeated examples
"$hindcast" doctor --rule promise-repeated examples || [ $? -eq 1 ]
say hindcast set examples/postmortems/2023-02-14-basket-slow-after-migration.md:71 state=done --dry-run
"$hindcast" set examples/postmortems/2023-02-14-basket-slow-after-migration.md:71 state=done --dry-run
printf '\nThe program is %s. Try it on a folder of your own: %s items FOLDER\n' "$hindcast" "$hindcast"
