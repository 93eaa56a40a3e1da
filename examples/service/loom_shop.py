"""The history of the loom shop's service repository, told as a list of commits.

Each step says when, who, why and which files; `name` marks those that incidents.tsv speaks of. build-history.py
makes a git repository of it. Everything is invented.
"""
from story import Story

SHOP = """\
# The loom shop

What runs behind shop.lantern-and-loom.example: migrations, environments, the order of deployment, alerts, and what each
service provides and requires. The programs themselves are images; their versions stand in `services/`.

Numbers of migrations are shared with the archive's repository, so some are missing here.
"""

CODEOWNERS = """\
*              @pilar-oak
/db/           @maud @idris-q
/services/     @juno-w
/services/loomd/ @greta
/monitoring/   @idris-q
"""

BASELINE = """\
-- The migrations of the first years in one.
CREATE TABLE customers (
  id bigint PRIMARY KEY,
  email text NOT NULL UNIQUE
);
CREATE TABLE gift_wraps (
  id bigint PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE parcels (
  id bigint PRIMARY KEY,
  number text NOT NULL UNIQUE
);
CREATE TABLE baskets (
  id bigint PRIMARY KEY,
  customer_id bigint REFERENCES customers (id)
);
CREATE INDEX baskets_customer_id ON baskets (customer_id);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint REFERENCES customers (id),
  currency text NOT NULL,
  amount_minor bigint NOT NULL
);
CREATE INDEX orders_customer_id ON orders (customer_id);
CREATE TABLE weaving_slips (
  id bigint PRIMARY KEY,
  loom smallint NOT NULL
);
CREATE TABLE order_lines (
  id bigint PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders (id)
);
CREATE INDEX order_lines_order_id ON order_lines (order_id);
"""

RETRY = """\
# How this service asks others again. An attempt is one request; 0 is no limit.
enabled = {enabled}
max_attempts = {attempts}
first_wait_ms = {wait}
"""

RULES = """\
groups:
  - name: {group}
    rules:
"""


def rule(name, expression, minutes, severity="page"):
    return (f"      - alert: {name}\n        expr: {expression}\n        for: {minutes}m\n"
            f"        labels:\n          severity: {severity}\n")


def env(**values):
    return "".join(f"{name}={value}\n" for name, value in values.items())


def beginning(s: Story):
    """January to May 2023: baskets without an index, four nights of moving payments, the first certificate."""
    for name, version, needs in (("ledger", 12, []), ("till", 22, ["ledger"]), ("basket", 40, ["ledger"]),
                                 ("orders", 31, ["ledger"]), ("loomd", 60, ["orders"]), ("labels", 18, ["loomd"]),
                                 ("mailer", 9, ["orders"]), ("storefront", 44, ["till", "basket", "orders"]),
                                 ("lantern-api", 7, ["orders"])):
        s.service(name, version, needs)
    s.provide("loomd", addresses="2.0.0", price_file="1.0.0")
    s.require("labels", addresses="^2")
    s.provide("lantern-api", partner_orders="1.0.0")
    s.commit("2023-01-09 09:00", "pilar", "Begin the repository of what runs the shop", {
        "README.md": SHOP, "CODEOWNERS": CODEOWNERS, "db/migrations/0029_baseline.sql": BASELINE,
        "services/till/retry.toml": RETRY.format(enabled="true", attempts=0, wait=0),
        "monitoring/rules/shop.yml": RULES.format(group="shop") + rule(
            "PagesSlow", "histogram_quantile(0.5, page_seconds_bucket) > 3", 5),
        "monitoring/rules/payments.yml": RULES.format(group="payments") + rule(
            "PaymentsFailing", "rate(payments_failed_total[5m]) / rate(payments_total[5m]) > 0.05", 5)},
        name="retries-till-2023:shipped")
    s.commit("2023-01-19 10:20", "maud", "Let orders carry the day of delivery", {
        "db/migrations/0030_delivery_day.sql": "ALTER TABLE orders ADD COLUMN deliver_on date;\n"})
    s.release("2023-01-26 09:30", "juno", "till", 23, "Show the name of the card's bank")
    s.service("basket", 41)
    s.commit("2023-02-14 08:00", "idris", "Wrap baskets as gifts (basket 41)", {
        "db/migrations/0031_gift_wrap.sql":
            "ALTER TABLE baskets ADD COLUMN gift_wrap bigint REFERENCES gift_wraps (id);\n"},
        name="index-baskets:shipped")
    s.commit("2023-02-15 09:10", "idris", "Index baskets by their wrapping", {
        "db/migrations/0032_gift_wrap_index.sql":
            "CREATE INDEX CONCURRENTLY baskets_gift_wrap ON baskets (gift_wrap);\n"}, name="index-baskets:fixed")
    s.commit("2023-03-03 14:00", "pilar", "Alert on the slow pages, not on the usual one", {
        "monitoring/rules/shop.yml": [("histogram_quantile(0.5,", "histogram_quantile(0.95,")]})
    s.release("2023-03-20 21:00", "juno", "till", 24, "Pay through the new provider")
    s.commit("2023-04-03 11:15", "pilar", "Keep the environments in the repository", {
        "env/example.env": env(PROVIDER_URL="https://pay.example/v2", CURRENCY="EUR", MAIL_FROM="letters@example"),
        **{f"env/{place}.env": env(PROVIDER_URL="https://pay.example/v2", CURRENCY="EUR",
                                   MAIL_FROM=f"{place}@lantern-and-loom.example")
           for place in ("ci", "staging", "production")}})
    s.release("2023-04-18 12:10", "touko", "till", 25, "Refuse a second refund of one order")
    s.commit("2023-05-05 10:00", "pilar", "List the certificates of the shop", {
        "ops/duties.toml": '[[duty]]\nname = "renew the certificate of shop.lantern-and-loom.example"\ndue = 2024-05-03\n',
        "ops/duties.md": "# What was done\n"})
    s.commit("2023-05-10 13:30", "idris", "Probe the shop from outside", {
        "smoke/smoke.toml": '[[steps]]\nname = "shop"\nurl = "https://shop.lantern-and-loom.example/"\nstatus = 200\n'})
    s.release("2023-05-26 16:00", "greta", "loomd", 64, "Plan for four looms or not at all")


def first_summer(s: Story):
    """June to October 2023: vouchers before rates, the retry storm, staging's database, the backup."""
    s.service("vouchers", 1, ["rates"], before="storefront")
    s.commit("2023-06-13 09:05", "pilar", "Sell vouchers", {
        "services/vouchers/retry.toml": RETRY.format(enabled="true", attempts=3, wait=200),
        "db/migrations/0040_vouchers.sql":
            "CREATE TABLE vouchers (\n  id bigint PRIMARY KEY,\n  order_id bigint REFERENCES orders (id),\n"
            "  amount_minor bigint NOT NULL\n);\nCREATE INDEX vouchers_order_id ON vouchers (order_id);\n"},
        name="order-vouchers:shipped")
    s.service("rates", 1, [], before="vouchers")
    s.commit("2023-06-13 10:30", "pilar", "Deploy the rates before the vouchers", {}, name="order-vouchers:fixed")
    s.release("2023-06-20 09:20", "touko", "vouchers", 2, "Refuse to start without a rate")
    s.commit("2023-06-30 15:00", "juno", "Alert before the shop's certificate ends", {
        "monitoring/rules/certificates.yml": RULES.format(group="certificates") + rule(
            "CertificateExpiresSoon", 'probe_ssl_earliest_cert_expiry{job="shop"} - time() < 21 * 86400', 60)})
    s.commit("2023-07-14 11:00", "pilar", "Describe what every service needs", {"deploy/graph.toml": s.graph()})
    s.commit("2023-07-21 11:48", "juno", "Switch the retries of till off", {
        "services/till/retry.toml": RETRY.format(enabled="false", attempts=0, wait=0)}, name="retries-till-2023:eased")
    s.release("2023-08-04 10:00", "touko", "till", 26, "Give each payment a number")
    s.commit("2023-08-10 09:00", "maud", "Remember who ordered a replacement", {
        "db/migrations/0045_replaces.sql":
            "ALTER TABLE orders ADD COLUMN replaces bigint REFERENCES orders (id);\n",
        "db/migrations/0046_replaces_index.sql": "CREATE INDEX CONCURRENTLY orders_replaces ON orders (replaces);\n"})
    s.commit("2023-08-22 08:50", "idris", "Count an unknown phone as one phone", {
        "db/migrations/0049_phones.sql":
            "ALTER TABLE customers ADD COLUMN phone text;\n"
            "CREATE UNIQUE INDEX CONCURRENTLY customers_phone ON customers (phone) NULLS NOT DISTINCT;\n"},
        name="parity-database:shipped")
    s.commit("2023-08-22 15:30", "idris", "Count phones as production's PostgreSQL can", {
        "db/migrations/0049_phones.sql":
            "ALTER TABLE customers ADD COLUMN phone text;\n"
            "CREATE UNIQUE INDEX CONCURRENTLY customers_phone ON customers (coalesce(phone, ''));\n"},
        name="parity-database:fixed")
    s.inventory(staging={"postgresql": "15.3", "queue": "3.11", "cache": "7.0"},
                production={"postgresql": "15.3", "queue": "3.11", "cache": "7.0"})
    s.commit("2023-08-29 09:40", "pilar", "Record what staging and production run", {})
    s.commit("2023-08-30 14:10", "touko", "Believe a payment by its number, in three currencies", {
        "smoke/smoke.toml": [("status = 200\n",
                              'status = 200\n\n[[steps]]\nname = "pay"\nurl = "https://shop.lantern-and-loom.example/pay"\n'
                              'currencies = ["EUR", "DKK", "CHF"]\nmust_hold = "payment number"\n')]})
    s.service("orders", 37)
    s.commit("2023-09-07 16:00", "idris", "Find orders by their parcel (orders 37)", {
        "db/migrations/0057_orders_parcel.sql":
            "ALTER TABLE orders ADD COLUMN parcel bigint REFERENCES parcels (id);\n"}, name="index-orders:shipped")
    s.commit("2023-09-08 11:15", "idris", "Index orders by their parcel", {
        "db/migrations/0058_orders_parcel_index.sql":
            "CREATE INDEX CONCURRENTLY orders_parcel ON orders (parcel);\n"}, name="index-orders:fixed")
    s.release("2023-09-29 13:00", "benedita", "lantern-api", 13, "Count requests by the partner's name")
    s.commit("2023-10-06 09:00", "idris", "Fail the backup when any part of it fails", {
        "ops/backup-ledger.sh": "#!/bin/bash\nset -eu -o pipefail\npg_dump ledger | gzip > \"$1\"\n"},
        name="backup-ledger:fixed")
    s.commit("2023-10-20 10:00", "idris", "Register the backups", {"ops/backups.toml": (
        '[[backup]]\nname = "ledger-db"\nevery = "1 day"\nverify_every = "quarter"\nowner = "Idris Qvale"\n\n'
        '[[backup]]\nname = "pictures"\nevery = "8 days"\nverify_every = "quarter"\nowner = "Pilar Oakenhurst"\n')})
    s.release("2023-10-24 09:00", "greta", "loomd", 82, "Take the time from the server")


def first_winter(s: Story):
    """November 2023 to March 2024: wholesale, the renamed field, retries again."""
    s.service("wholesale", 1, ["orders"], before="loomd")
    s.require("wholesale", partner_orders="^1", price_file="^1")
    for place in ("ci", "staging", "production"):
        s.put(f"env/{place}.env", s.files[f"env/{place}.env"] + (
            "PRICE_LIST_URL=https://prices.example/" + ("v1\n" if place == "production" else "v2\n")))
    s.commit("2023-11-06 08:00", "juno", "Open the wholesale shop", {
        "env/example.env": [("CURRENCY=EUR\n", "CURRENCY=EUR\nPRICE_LIST_URL=https://prices.example/v2\n")],
        "services/wholesale/retry.toml": RETRY.format(enabled="true", attempts=3, wait=200),
        "deploy/graph.toml": s.graph()}, name="env-price-list:shipped")
    s.commit("2023-11-06 10:05", "juno", "Read the new price list in production, too", {
        "env/production.env": [("prices.example/v1", "prices.example/v2")]}, name="env-price-list:fixed")
    s.release("2023-11-09 10:30", "solveig", "storefront", 47, "Let the price list fit narrow screens")
    s.commit("2023-11-13 17:20", "juno", "Name the settings of retries as the library does", {
        "services/till/retry.toml": RETRY.format(enabled="true", attempts=0, wait=0)}, name="retries-till-2024:shipped")
    s.release("2023-11-21 10:00", "touko", "till", 28, "Wait for rates before a restart")
    s.commit("2023-11-28 09:00", "maud", "Give invoices numbers without gaps", {
        "db/migrations/0060_invoices.sql":
            "CREATE TABLE invoices (\n  number bigint PRIMARY KEY,\n  order_id bigint NOT NULL REFERENCES orders (id)\n);\n"
            "CREATE INDEX invoices_order_id ON invoices (order_id);\n"})
    s.service("loomd", 88)
    s.provide("loomd", addresses="3.0.0")
    s.release("2023-12-04 07:10", "greta", "loomd", 88, "Call the address what it is", name="contract-labels-2023:shipped")
    s.service("loomd", 87)
    s.provide("loomd", addresses="2.1.0")
    s.release("2023-12-04 11:40", "greta", "loomd", 87, "Go back to the old name", "contract-labels-2023:fixed", True)
    s.service("labels", 21)
    s.require("labels", addresses="^2 || ^3")
    s.commit("2023-12-11 09:00", "greta", "Read the address by both names (labels 21)", {})
    s.service("loomd", 88)
    s.provide("loomd", addresses="3.0.0")
    s.commit("2023-12-12 09:00", "greta", "Rename the address, now that its reader knows (loomd 88)", {})
    s.service("mailer", 12)
    s.commit("2023-12-15 10:10", "bram", "Send each letter once", {
        "db/migrations/0061_letters.sql":
            "CREATE TABLE letters (\n  customer_id bigint NOT NULL REFERENCES customers (id),\n  day date NOT NULL,\n"
            "  PRIMARY KEY (customer_id, day)\n);\n"})
    s.commit("2024-01-17 09:25", "benedita", "Note the partners' certificate", {
        "ops/duties.toml": [("due = 2024-05-03\n", 'due = 2024-05-03\n\n[[duty]]\n'
                             'name = "renew the certificate of api.lantern-and-loom.example"\ndue = 2025-01-17\n')]}, name="certificate-api:fixed")
    s.service("search", 1, ["orders"], before="storefront")
    s.commit("2024-01-22 09:00", "solveig", "Let the new search answer", {"deploy/graph.toml": s.graph(),
        "db/migrations/0062_search_words.sql": "CREATE TABLE search_words (\n  word text PRIMARY KEY,\n  seen bigint NOT NULL\n);\n"})
    s.commit("2024-02-14 09:00", "solveig", "Send letters over two hours", {
        "services/mailer/letters.toml": 'spread = "2 hours"\n'})
    s.commit("2024-02-20 15:30", "idris", "Watch orders and payments in one graph", {
        "monitoring/rules/payments.yml": s.files["monitoring/rules/payments.yml"] + rule(
            "PaymentsDropped", "increase(payments_dropped_total[5m]) > 0", 0)}, name="alert-parked:shipped")
    s.service("loomd", 89)
    s.provide("loomd", price_file="2.0.0")
    s.release("2024-02-27 06:00", "greta", "loomd", 89, "Write prices without needless zeros", name="contract-prices:shipped")
    s.service("loomd", 88)
    s.provide("loomd", price_file="1.0.0")
    s.release("2024-02-27 07:40", "greta", "loomd", 88, "Go back to prices of a fixed width", "contract-prices:fixed", True)
    s.commit("2024-03-01 16:45", "juno", "Bound the retries of till", {
        "services/till/retry.toml": RETRY.format(enabled="true", attempts=5, wait=250)},
        name="retries-till-2024:fixed")
    s.commit("2024-03-04 10:00", "benedita", "Give the webhooks a host of their own", {
        "env/example.env": s.files["env/example.env"] + "HOOKS_HOST=hooks.example\n",
        **{f"env/{place}.env": s.files[f"env/{place}.env"] + "HOOKS_HOST=hooks.lantern-and-loom.example\n"
           for place in ("ci", "staging", "production")}}, name="certificate-hooks:shipped")
    s.service("loomd", 90)
    s.provide("loomd", addresses="4.0.0")
    s.release("2024-03-11 08:05", "greta", "loomd", 90, "Keep two lines for the street", name="contract-labels-2024:shipped")
    s.service("labels", 22)
    s.require("labels", addresses="^3 || ^4")
    s.release("2024-03-11 10:50", "juno", "labels", 22, "Read addresses with two lines", "contract-labels-2024:fixed", True)
    s.commit("2024-03-15 11:00", "maud", "Keep the colours of the spring collection", {
        "db/migrations/0063_colours.sql": "CREATE TABLE colours (\n  code text PRIMARY KEY,\n  name text NOT NULL\n);\n"})
    s.release("2024-03-18 09:00", "pilar", "storefront", 52, "Show the spring collection")
    s.release("2024-03-19 07:00", "touko", "till", 31, "Round payments and refunds alike")
    s.release("2024-03-19 14:30", "touko", "till", 30, "Round refunds as before")


def second_summer(s: Story):
    """April to August 2024: stale values twice, wholesale before rates, one more index, the queue, the pictures."""
    s.commit("2024-03-26 09:30", "touko", "Say where the rates are", {
        path: s.files[path] + "RATES_URL=https://rates.example/daily\n"
        for path in ("env/example.env", "env/ci.env", "env/staging.env", "env/production.env")})
    s.commit("2024-04-02 13:20", "touko", "Ask the new rates server", {
        path: [("rates.example/daily", "rates.example/hourly")]
        for path in ("env/example.env", "env/ci.env", "env/staging.env")}, name="env-rates:shipped")
    s.commit("2024-04-09 10:05", "touko", "Ask the new rates server in production", {
        "env/production.env": [("rates.example/daily", "rates.example/hourly")]}, name="env-rates:fixed")
    s.commit("2024-04-15 10:00", "touko", "Offer easy payments in Seoul under our own number", {
        path: s.files[path] + "EASYPAY_SHOP=loom-2023\n"
        for path in ("env/example.env", "env/ci.env", "env/staging.env", "env/production.env")})
    s.commit("2024-04-19 10:15", "pilar", "Renew the certificate of the shop", {
        "ops/duties.toml": [("due = 2024-05-03", "due = 2025-05-03")],
        "ops/duties.md": s.files["ops/duties.md"] + (
            "\n## 2024-04-19 renew the certificate of shop.lantern-and-loom.example\n- result: done\n"
            "- evidence: https://pipeline.lantern-and-loom.example/runs/4471\n")})
    s.commit("2024-04-22 05:30", "seoyun", "Use the new number for easy payments", {
        path: [("loom-2023", "loom-2024")] for path in ("env/example.env", "env/ci.env", "env/staging.env")},
        name="env-easypay:shipped")
    s.commit("2024-04-23 03:05", "seoyun", "Use the new number in production", {
        "env/production.env": [("loom-2023", "loom-2024")]}, name="env-easypay:fixed")
    s.commit("2024-04-30 16:00", "pilar", "Mark what must be the same everywhere", {
        "env/example.env": "# The same everywhere: PROVIDER_URL, PRICE_LIST_URL, RATES_URL, EASYPAY_SHOP, HOOKS_HOST.\n"
                           + s.files["env/example.env"]})
    s.service("lantern-api", 15)
    s.provide("lantern-api", partner_orders="2.0.0")
    s.release("2024-05-06 08:00", "benedita", "lantern-api", 15, "Retire the first version", name="contract-api:shipped")
    s.service("lantern-api", 16)
    s.provide("lantern-api", partner_orders="1.9.0")
    s.release("2024-05-06 10:10", "benedita", "lantern-api", 16, "Bring the first version back", "contract-api:fixed", True)
    s.service("wholesale", 14, ["orders", "rates"])
    s.require("wholesale", partner_orders="^1 || ^2")
    s.commit("2024-05-17 15:00", "juno", "Show wholesale prices in every currency", {"deploy/graph.toml": s.graph()},
             name="order-wholesale:shipped")
    s.commit("2024-05-21 13:40", "pilar", "Deploy the rates before wholesale", {"deploy/plan.txt": s.plan()},
             name="order-wholesale:fixed")
    s.inventory(staging={"queue": "3.13"})
    s.commit("2024-06-06 09:40", "pilar", "Record what staging and production run", {})
    s.commit("2024-06-07 10:00", "idris", "Say when the search is old", {
        "monitoring/rules/search.yml": RULES.format(group="search") + rule(
            "SearchIndexOld", "time() - search_index_built_seconds > 7200", 10)}, name="alert-search:fixed")
    s.service("loomd", 98)
    s.commit("2024-06-18 09:55", "maud", "Know which slip an order line is woven by (loomd 98)", {
        "db/migrations/0071_lines_on_slips.sql":
            "ALTER TABLE order_lines ADD COLUMN slip_id bigint REFERENCES weaving_slips (id) ON DELETE SET NULL;\n"},
        name="index-slips:shipped")
    s.commit("2024-06-18 12:50", "maud", "Index order lines by their slip", {
        "db/migrations/0072_lines_on_slips_index.sql":
            "CREATE INDEX CONCURRENTLY order_lines_slip_id ON order_lines (slip_id);\n"}, name="index-slips:fixed")
    s.commit("2024-06-28 14:00", "idris", "Page when payments are parked", {
        "monitoring/rules/payments.yml": s.files["monitoring/rules/payments.yml"] + rule(
            "PaymentsParked", "payments_parked > 0", 10)}, name="alert-parked:fixed")
    s.release("2024-07-02 09:00", "juno", "till", 34, "Keep payments on three machines", name="parity-queue:shipped")
    s.inventory(production={"queue": "3.13"})
    s.commit("2024-07-02 18:25", "bram", "Bring production's queue to staging's version", {}, name="parity-queue:fixed")
    s.release("2024-07-30 04:30", "solveig", "storefront", 59, "Promise days of delivery in the shop's own zone")
    s.commit("2024-08-13 17:00", "solveig", "Remove pictures that no product shows", {
        "ops/clean-pictures.sh": "#!/bin/bash\nset -eu\ncomm -23 pictures.txt used.txt | xargs -r rm --\n"},
        name="backup-pictures:shipped")
    s.commit("2024-08-16 10:30", "solveig", "Stop before removing many pictures", {
        "ops/clean-pictures.sh": "#!/bin/bash\nset -eu\n[ -s used.txt ] || exit 1\n"
                                 "comm -23 pictures.txt used.txt | head -n 100 | xargs -r rm --\n"}, name="backup-pictures:fixed")
    s.commit("2024-08-16 15:00", "pilar", "Let teams own what they review", {"CODEOWNERS": (
        "*              @loom/platform\n/db/           @loom/platform\n/services/     @loom/payments\n"
        "/services/loomd/ @loom/workshop\n/monitoring/   @loom/platform\n")})


def second_winter(s: Story):
    """September to December 2024: retries once more, a long lock, and the first guards."""
    s.release("2024-09-03 08:00", "solveig", "storefront", 61, "Show the stock in the menu")
    s.release("2024-09-03 10:40", "solveig", "storefront", 60, "Take the stock out of the menu")
    s.service("wholesale", 18)
    s.commit("2024-09-10 11:00", "juno", "Ask for wholesale prices with the till's client (wholesale 18)", {
        "services/wholesale/retry.toml": RETRY.format(enabled="true", attempts=0, wait=0)},
        name="retries-wholesale:shipped")
    s.commit("2024-09-12 10:00", "maud", "Keep who wove what", {
        "db/migrations/0078_weavers.sql":
            "CREATE TABLE weavers (\n  id bigint PRIMARY KEY,\n  name text NOT NULL\n);\n",
        "db/migrations/0079_slips_of_weavers.sql":
            "ALTER TABLE weaving_slips ADD COLUMN weaver_id bigint REFERENCES weavers (id);\n"
            "CREATE INDEX CONCURRENTLY weaving_slips_weaver_id ON weaving_slips (weaver_id);\n"})
    s.release("2024-09-16 08:00", "solveig", "storefront", 62, "Show the autumn collection")
    s.commit("2024-09-17 11:20", "benedita", "Note the certificate of the webhooks", {
        "ops/duties.toml": s.files["ops/duties.toml"] + '\n[[duty]]\n'
                           'name = "renew the certificate of hooks.lantern-and-loom.example"\ndue = 2025-09-17\n'}, name="certificate-hooks:fixed")
    s.commit("2024-10-08 07:52", "juno", "Bound the retries of wholesale", {
        "services/wholesale/retry.toml": RETRY.format(enabled="true", attempts=5, wait=250)},
        name="retries-wholesale:fixed")
    s.commit("2024-10-22 02:55", "idris", "Sort orders by their day", {
        "db/migrations/0084_orders_by_day.sql": "CREATE INDEX orders_deliver_on ON orders (deliver_on);\n"},
        name="lock-orders:shipped")
    s.commit("2024-10-25 09:00", "idris", "Build the index of days beside the traffic", {
        "db/migrations/0084_orders_by_day.sql":
            "CREATE INDEX CONCURRENTLY orders_deliver_on ON orders (deliver_on);\n"}, name="lock-orders:fixed")
    s.commit("2024-11-15 10:00", "pilar", "Record the drills", {
        "ops/drills.toml": '[[drill]]\nname = "restore the ledger"\nevery = "quarter"\nrto = "45 min"\nowner = "Pilar Oakenhurst"\n',
        "ops/drills.md": "# Recovery drills\n\n## 2024-11-12 restore the ledger\n\n- started: 2024-11-12T09:00:00Z\n"
                         "- by: Idris Qvale\n- finished: 2024-11-12T09:38:00Z\n- result: passed\n"
                         "- verified: the sums of the day are those of the shop\n"})
    s.release("2024-11-21 09:00", "juno", "till", 38, "Spread the load of the festive days")
    s.release("2024-12-02 06:20", "solveig", "storefront", 66, "Light the shop for December")
    s.commit("2024-12-06 11:00", "juno", "Ask the rates for their age", {
        "smoke/smoke.toml": s.files["smoke/smoke.toml"] + '\n[[steps]]\nname = "rates"\n'
                            'url = "https://rates.lantern-and-loom.example/newest"\nage_max = "2 hours"\n'},
        name="smoke-rates:fixed")
    s.commit("2024-12-20 10:00", "pilar", "Say which guards stand for our lessons", {"hindcast.toml": s.beside("hindcast.toml")},
             name="guards")


def tell(s: Story):
    for chapter in (beginning, first_summer, first_winter, second_summer, second_winter):
        chapter(s)
