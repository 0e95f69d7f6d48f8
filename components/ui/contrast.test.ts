import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Colours = Record<string, string>;

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const themes: Record<string, Colours> = { light: tokensOf(":root"), dark: tokensOf(".dark") };

function tokensOf(selector: string): Colours {
  const block = css.split(`${selector} {`)[1]?.split("\n}")[0] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (oklch\([^/)]+\));/g)].map((m) => [m[1], m[2]]),
  );
}

// Björn Ottosson's matrices (https://bottosson.github.io/posts/oklab/), to linear sRGB, clipped as screens do.
function linearRgb(oklch: string): [number, number, number] {
  const [l = 0, c = 0, h = 0] = oklch.slice(6, -1).split(" ").map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

// WCAG 2.2, relative luminance and contrast ratio.
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other]
    .map(linearRgb)
    .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
    .sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ["background", "sidebar", "card", "popover", "muted", "accent"];
const states = ["success", "warning", "danger", "info"];

const text: [string, string][] = [
  ...surfaces.flatMap((on): [string, string][] => [
    ["foreground", on],
    ["muted-foreground", on],
    ["link", on],
    ...states.map((state): [string, string] => [state, on]),
  ]),
  ...states.map((state): [string, string] => [state, `${state}-subtle`]),
  ...states.map((state): [string, string] => ["foreground", `${state}-subtle`]),
  ["foreground", "primary-subtle"],
  ["muted-foreground", "primary-subtle"],
  ["link", "primary-subtle"],
  ["primary-foreground", "primary"],
  ["primary-foreground", "primary-hover"],
  ["primary-foreground", "danger-solid"],
  ["primary-foreground", "danger-solid-hover"],
];

const controls: [string, string][] = ["background", "card", "popover"].flatMap(
  (on): [string, string][] => [
    ["input", on],
    ["ring", on],
    ["primary", on],
  ],
);

for (const [theme, colours] of Object.entries(themes)) {
  const ratio = (front: string, back: string) =>
    contrast(colours[front] ?? "", colours[back] ?? "");

  test.each(text)(`${theme}: %s is readable on %s`, (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(controls)(`${theme}: the edge of a control in %s is seen on %s`, (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(3);
  });
}
