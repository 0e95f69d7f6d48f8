// What the templates of the accuracy corpus are filled with: entities in every form the policy names, and what looks like
// them. Written from the policy alone; it shares no code with the detectors.
import type { PiiType } from "@/server/pii/entities";
import type { Draw } from "./pii-texts";

export type Part = { type: PiiType | null; make: (draw: Draw) => string };

const digits = "0123456789";
const hexDigits = "0123456789abcdef";
export const pick = <T>(draw: Draw, from: readonly T[]): T =>
  from[Math.floor(draw() * from.length)] as T;
const some = (draw: Draw, signs: string, count: number) =>
  Array.from({ length: count }, () => pick(draw, [...signs])).join("");
const between = (draw: Draw, low: number, high: number) =>
  low + Math.floor(draw() * (high - low + 1));
const words = (list: string) => list.split(" ");

const firstNames = words(
  "jane omar li anna josé noël zoë kwame ingrid pavel aiko dmitri o'neil d'arcy",
);
const lastNames = words("smith müller okafor tanaka silva o'brien van-dijk nguyen kim costa");
const hosts = words(
  "example.com example.org mail.example.co.uk gmail.com x.io t-online.de corp.example.com.au proton.me " +
    "xn--mnchen-3ya.org bücher.de 163.com a.b.c.museum lab.internal printer.lan office.corp db.test svc.localhost",
);
const plainHosts = words("example.com gmail.com x.io mail.example.co.uk 163.com acme.org");

const area = (draw: Draw) =>
  some(draw, "23456789", 1) + some(draw, "0234567890", 1) + some(draw, digits, 1);
const exchange = area;
const line = (draw: Draw) => some(draw, digits, 4);

function local(draw: Draw): string {
  const first = pick(draw, firstNames);
  const last = pick(draw, lastNames);
  return pick(draw, [
    first,
    `${first}.${last}`,
    `${first}_${last}${between(draw, 1, 99)}`,
    `${first}+${pick(draw, words("news github 2024 a.b"))}`,
    `_${first}`,
    `${first}-${last}`,
    some(draw, digits, 7),
    pick(draw, words("noreply no-reply postmaster hr sales info bounce+jane")),
    `${first}.${last}`.toUpperCase(),
  ]);
}

function asciiLocal(draw: Draw): string {
  return pick(draw, words("jane omar.li anna_k kim-2 a1 sales x.y.z"));
}

function separated(draw: Draw): string {
  const first = pick(draw, ["-", ".", " "]);
  const second = draw() < 0.8 ? first : pick(draw, ["-", ".", " "]);
  return `${area(draw)}${first}${exchange(draw)}${second}${line(draw)}`;
}

function enclosed(draw: Draw): string {
  return `(${area(draw)})${pick(draw, ["", " ", "-", "."])}${exchange(draw)}${pick(draw, ["-", ".", " ", ""])}${line(draw)}`;
}

const extension = (draw: Draw) =>
  pick(draw, [" x", "x", " ext ", " ext. ", " Ext: ", " extension ", ", ext. ", " #", ", x"]) +
  some(draw, "123456789", between(draw, 1, 6));

function phone(draw: Draw): string {
  const national = draw() < 0.6 ? separated(draw) : enclosed(draw);
  const fictional = `555${pick(draw, ["-", ".", " "])}${some(draw, digits, 3)}-${line(draw)}`;
  const digitsOnly = area(draw) + exchange(draw) + line(draw);
  const number = pick(draw, [
    national,
    national,
    national,
    fictional,
    `+1${digitsOnly}`,
    `+1 ${digitsOnly}`,
    `+1${pick(draw, [" ", "-", ".", ""])}${national}`,
    `1${pick(draw, ["-", ".", " "])}${separated(draw)}`,
    `1 ${enclosed(draw)}`,
    `001 ${separated(draw)}`,
  ]);
  return draw() < 0.12 ? number + extension(draw) : number;
}

const ssnParts = (draw: Draw) => [
  some(draw, "12345", 1) + some(draw, digits, 2),
  some(draw, digits, 1) + some(draw, "123456789", 1),
  some(draw, digits, 3) + some(draw, "123456789", 1),
];

function luhn(head: string): string {
  let sum = 0;
  [...head].reverse().forEach((digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return head + String((10 - (sum % 10)) % 10);
}

const brands: [string, number][] = [
  ...words(
    "4:13 4:16 4:16 4:16 4:19 51:16 55:16 2221:16 2720:16 2500:16 34:15 37:15 6011:16 6011:19",
  ),
  ...words(
    "644:16 649:19 65:16 65:19 3528:16 3589:19 3550:17 1800:15 2131:15 300:14 305:14 309:14",
  ),
  ...words(
    "36:14 38:14 39:14 62:16 62:17 62:18 62:19 5018:12 5020:13 6304:15 6759:18 6763:19 2200:16 2204:16",
  ),
].map((entry) => [entry.split(":")[0] ?? "", Number(entry.split(":")[1])]);

const groupings: Record<number, number[]> = {
  14: [4, 6, 4],
  15: [4, 6, 5],
  16: [4, 4, 4, 4],
  19: [4, 4, 4, 4, 3],
};

function grouped(number: string, separator: string): string {
  let rest = number;
  return (groupings[number.length] ?? [number.length])
    .map((size) => {
      const group = rest.slice(0, size);
      rest = rest.slice(size);
      return group;
    })
    .join(separator);
}

function card(draw: Draw): string {
  const [head, length] = pick(draw, brands);
  const number = luhn(head + some(draw, digits, length - head.length - 1));
  return grouped(number, pick(draw, ["", "", " ", "-", "."]));
}

function badCard(draw: Draw): string {
  const right = luhn(`4${some(draw, digits, 14)}`);
  return grouped(
    right.slice(0, -1) + String((Number(right.slice(-1)) + between(draw, 1, 9)) % 10),
    pick(draw, ["", " ", "-"]),
  );
}

const ipv4 = (draw: Draw) =>
  [between(draw, 1, 255), between(draw, 0, 255), between(draw, 0, 255), between(draw, 0, 255)].join(
    ".",
  );

function ipv6(draw: Draw): string {
  const group = () => some(draw, "123456789", 1) + some(draw, hexDigits, between(draw, 0, 3));
  const groups = (count: number) => Array.from({ length: count }, group).join(":");
  const address = pick(draw, [
    `2001:${groups(7)}`,
    `2001:db8::${group()}`,
    `fe80::${groups(4)}`,
    `fd${some(draw, hexDigits, 2)}:${groups(2)}::${group()}`,
    `2606:4700::`,
    `::ffff:${ipv4(draw)}`,
    `64:ff9b::${ipv4(draw)}`,
    `${groups(6)}:${ipv4(draw)}`,
    "::1",
  ]);
  return draw() < 0.2 ? address.toUpperCase() : address;
}

const hex = (draw: Draw, count: number) => some(draw, hexDigits, count);
const pairs = (draw: Draw, count: number) =>
  Array.from({ length: count }, () => hex(draw, 2)).join(":");
const two = (draw: Draw, low: number, high: number) =>
  String(between(draw, low, high)).padStart(2, "0");
const date = (draw: Draw) => `20${two(draw, 10, 29)}-${two(draw, 1, 12)}-${two(draw, 1, 28)}`;
const time = (draw: Draw) => `${two(draw, 0, 23)}:${two(draw, 0, 59)}:${two(draw, 0, 59)}`;

const entity = (type: PiiType, make: Part["make"]): Part => ({ type, make });
const harmless = (make: Part["make"]): Part => ({ type: null, make });

/** What `{name}` in a template stands for. */
export const parts: Record<string, Part> = {
  mail: entity("EMAIL", (draw) => `${local(draw)}@${pick(draw, hosts)}`),
  mailescaped: entity(
    "EMAIL",
    (draw) =>
      asciiLocal(draw) +
      pick(draw, ["&#64;", "&#x40;", "&commat;", "\\u0040", "＠"]) +
      pick(draw, plainHosts),
  ),
  mailpercent: entity(
    "EMAIL",
    (draw) =>
      `${asciiLocal(draw)}${pick(draw, ["", "%2Bnews", "%2Ekim"])}%40${pick(draw, plainHosts)}`,
  ),
  mailspelt: entity("EMAIL", (draw) => {
    const [open, close] = pick(draw, ["[]", "()", "{}"]);
    const space = pick(draw, ["", " "]);
    const at = `${space}${open}at${close}${space}`;
    const dot = pick(draw, [".", `${space}${open}dot${close}${space}`]);
    return `${pick(draw, words("jane omar anna_k kim-2"))}${at}${pick(draw, words("acme northwind x"))}${dot}${pick(draw, words("com org io"))}`;
  }),
  phone: entity("PHONE", phone),
  phonebare: entity(
    "PHONE",
    (draw) => pick(draw, ["", "1"]) + area(draw) + exchange(draw) + line(draw),
  ),
  phonepercent: entity("PHONE", (draw) => `%2B1${area(draw)}${exchange(draw)}${line(draw)}`),
  ssn: entity("SSN", (draw) => ssnParts(draw).join("-")),
  ssnloose: entity("SSN", (draw) => ssnParts(draw).join(pick(draw, ["", " ", ".", "-"]))),
  card: entity("CREDIT_CARD", card),
  cardbare: entity("CREDIT_CARD", (draw) => luhn(`4${some(draw, digits, 14)}`)),
  cardspaced: entity("CREDIT_CARD", (draw) => grouped(luhn(`51${some(draw, digits, 13)}`), " ")),
  ip4: entity("IP", ipv4),
  ip6: entity("IP", ipv6),
  ip: entity("IP", (draw) => (draw() < 0.6 ? ipv4(draw) : ipv6(draw))),
  ipzone: entity(
    "IP",
    (draw) => `fe80::${hex(draw, 3)}1${pick(draw, ["%eth0", "%25en0", "%wlan0.100"])}`,
  ),
  bareten: harmless((draw) => area(draw) + exchange(draw) + line(draw)),
  barenine: harmless((draw) => ssnParts(draw).join("")),
  badphone: harmless((draw) =>
    pick(draw, [
      `${pick(draw, words("0 1"))}${some(draw, digits, 2)}-${exchange(draw)}-${line(draw)}`,
      `911-${exchange(draw)}-${line(draw)}`,
      `${pick(draw, words("206 312 646"))}-1${some(draw, digits, 2)}-${line(draw)}`,
      `${exchange(draw)}-${line(draw)}`,
      `+44 20 ${line(draw)} ${line(draw)}`,
      `+49 ${some(draw, "123456789", 3)} ${some(draw, digits, 7)}`,
      "1-800-FLOWERS",
    ]),
  ),
  badssn: harmless((draw) =>
    pick(draw, [
      `000-${two(draw, 10, 99)}-${between(draw, 1000, 9999)}`,
      `666-${two(draw, 10, 99)}-${between(draw, 1000, 9999)}`,
      `9${two(draw, 10, 99)}-${two(draw, 10, 99)}-${between(draw, 1000, 9999)}`,
      `${two(draw, 10, 99)}-${some(draw, digits, 7)}`,
      `***-**-${line(draw)}`,
    ]),
  ),
  badcard: harmless(badCard),
  quad: harmless(ipv4),
  mailid: entity("EMAIL", (draw) => `${hex(draw, 8)}.${hex(draw, 6)}@${pick(draw, plainHosts)}`),
  account: harmless((draw) => `0${some(draw, digits, 11)}`),
  badssnlike: harmless((draw) => ssnParts(draw).join("-")),
  hash6: harmless((draw) => hex(draw, 6)),
  uuid: harmless(
    (draw) => `${hex(draw, 8)}-${hex(draw, 4)}-4${hex(draw, 3)}-a${hex(draw, 3)}-${hex(draw, 12)}`,
  ),
  hash: harmless((draw) => hex(draw, pick(draw, [7, 32, 40, 64]))),
  mac: harmless((draw) => pairs(draw, pick(draw, [6, 8]))),
  stamp: harmless(
    (draw) =>
      `${date(draw)}T${time(draw)}${pick(draw, ["Z", `.${some(draw, digits, 6)}Z`, "+02:00", "-0700"])}`,
  ),
  date: harmless(date),
  time: harmless((draw) => `${time(draw)}.${some(draw, digits, 3)}`),
  epoch: harmless(
    (draw) => `1${some(draw, "67", 1)}${some(draw, digits, pick(draw, [8, 11, 14, 17]))}`,
  ),
  price: harmless(
    (draw) => `$${between(draw, 1, 9)},${some(draw, digits, 3)}.${some(draw, digits, 2)}`,
  ),
  float: harmless((draw) => `${between(draw, 0, 180)}.${some(draw, digits, 10)}`),
  coords: harmless(
    (draw) =>
      `${between(draw, 10, 89)}.${some(draw, digits, 6)},-${between(draw, 10, 179)}.${some(draw, digits, 7)}`,
  ),
  semver: harmless(
    (draw) => `${between(draw, 0, 30)}.${between(draw, 0, 40)}.${between(draw, 0, 20)}`,
  ),
  isbn: harmless(
    (draw) =>
      `978-${some(draw, digits, 1)}-${some(draw, digits, 2)}-${some(draw, digits, 6)}-${some(draw, digits, 1)}`,
  ),
  iban: harmless(
    (draw) =>
      `DE${two(draw, 10, 99)} ${line(draw)} ${line(draw)} ${line(draw)} ${line(draw)} ${two(draw, 10, 99)}`,
  ),
  oid: harmless((draw) => `1.3.6.1.4.1.${between(draw, 1, 9999)}.${between(draw, 1, 9)}`),
  base64: harmless((draw) =>
    some(draw, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 48),
  ),
  int: harmless((draw) => String(between(draw, 1, 999_999))),
  track: harmless((draw) => `1Z${some(draw, "0123456789ABCDEFGHJK", 16)}`),
  name: harmless((draw) => pick(draw, words("Jane Omar Li Anna José Zoë Kwame Ingrid Pavel"))),
  word: harmless((draw) =>
    pick(
      draw,
      words(
        "queue rollback refund shipment forecast database invoice review string cancelled hotel",
      ),
    ),
  ),
};
