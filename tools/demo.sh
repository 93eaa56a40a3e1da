#!/bin/sh
# demo.sh HINDCAST: shows what the program makes of examples/ a day after its last document, how it would change one, and
# how a gate would have stopped an incident that happened twice.
set -eu
hindcast=$(realpath "$1")
examples=$(realpath "$(dirname "$0")/../examples")
HINDCAST_NOW=${HINDCAST_NOW:-2025-01-02T00:00:00Z}
export HINDCAST_NOW

tell() { printf '\n\n# %s\n' "$1"; }
say() { printf '\n$ %s\n' "$*"; }
run() { say "hindcast $*"; "$hindcast" "$@" || [ $? -eq 1 ]; }

tell 'A postmortem, read as it is: nothing in it is meant for a machine.'
cd "$examples/.."
run show examples/payments/2024-10-08-wholesale-retries.md
tell 'What one person owes, over the 51 documents of an invented shop.'
run items examples --owner maud
tell 'What documents leave unsaid, and which promises were made before.'
run check examples
run doctor --rule promise-repeated examples
tell 'Closing an action: one word in the file changes, and no other byte.'
run set examples/postmortems/2023-02-14-basket-slow-after-migration.md:71 state=done --dry-run

tell 'May this go out? The shop has a repository, too: two years of commits, made anew for you.'
shop=$(mktemp -d)
trap 'rm -rf "$shop"' EXIT
say examples/service/build-history.py SHOP
python3 -B "$examples/service/build-history.py" "$shop"
cd "$shop"
git config advice.detachedHead false

# Goes to a commit and gives it the guards that the team declared later.
visit() { git checkout -qf "$1"; git show main:hindcast.toml >hindcast.toml; }
# What the gate says first, up to that line; and its last word.
gate() {
  said=$("$hindcast" gate --diff HEAD~1..HEAD --policy-from main --width 160 docs || [ $? -eq 1 ])
  printf '%s\n' "$said" | sed -n "$1"
}

tell "On 13 June 2023 vouchers went out before the rates that they read. Eleven months later wholesale is about to."
say 'git log -1'
git --no-pager log -1 --format='%h %as %an: %s' order-wholesale/shipped
visit order-wholesale/shipped
say 'hindcast gate --diff HEAD~1..HEAD --policy-from main docs    # its first answer'
gate '1,11p; /^NO GO/p'
tell 'Four days and some orders over 0 EUR later, the shop mended it. The same guard says:'
say 'git log -1'
git --no-pager log -1 --format='%h %as %an: %s' order-wholesale/fixed
visit order-wholesale/fixed
gate '/guard deploy-order/p'
tell 'What that guard would have stopped, and how often for nothing, over every commit of the two years:'
git checkout -qf main
run replay --guards deploy-order --incident \
  docs/platform/2024-05-21-wholesale-before-rates/README.md=order-wholesale/shipped..order-wholesale/fixed
tell 'The same for every incident that happened twice: on the commit that brought it back, and on its fix.'
say examples/service/verdicts.py hindcast SHOP --repeats
python3 -B "$examples/service/verdicts.py" "$hindcast" "$shop" --repeats
printf '\nThe program is %s. Try it on a folder of your own: %s items FOLDER\n' "$hindcast" "$hindcast"
