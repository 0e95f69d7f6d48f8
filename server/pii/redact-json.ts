// SHIM, never committed
import { type PiiType, redactText } from "./redact";
export type Finding = { type: PiiType; path: string; count: number };
export async function redactJson(raw: string, types: readonly PiiType[]) {
  const findings: Finding[] = [];
  const text = (value: string, path: string, key: string) => {
    const out = key
      ? redactText(`${key}: ${value}`, types).slice(key.length + 2)
      : redactText(value, types);
    for (const m of out.matchAll(/\[REDACTED_(\w+)\]/g))
      findings.push({ type: m[1] as PiiType, path, count: 1 });
    return out;
  };
  const walk = (v: unknown, path: string, key: string): unknown => {
    if (typeof v === "string") return text(v, path, key);
    if (typeof v === "number" && Number.isInteger(v)) {
      const r = text(String(v), path, key);
      return r === String(v) ? v : r;
    }
    if (Array.isArray(v)) return v.map((x, i) => walk(x, `${path}[${i}]`, key));
    if (v && typeof v === "object")
      return Object.fromEntries(
        Object.entries(v).map(([k, x]) => {
          const nk = text(k, path, "");
          return [nk, walk(x, path ? `${path}.${nk}` : nk, k)];
        }),
      );
    return v;
  };
  return { text: JSON.stringify(walk(JSON.parse(raw), "", "")), findings };
}
