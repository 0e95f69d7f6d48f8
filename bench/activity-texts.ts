// What people and services write, near enough: paragraphs of words of which few are common and most are rare.
import { pool } from "@/server/infra/pg";

/** How many paragraphs there are. */
export const texts = 5_000;

const syllables =
  "ba co de fi gu ha jo ki lu me no pa qui ro su ta ve wi xo ye st er ing tion al".split(" ");
const words = 4_000;

/** Word number `n`: the same in every run. */
function word(n: number): string {
  let left = n * 7_919 + 31;
  let text = "";
  for (let length = 2 + (n % 3); length > 0; length--) {
    text += syllables[left % syllables.length] ?? "";
    left = Math.floor(left / syllables.length) + n;
  }
  return text;
}

export async function makeTexts(): Promise<void> {
  const client = pool();
  const known = await client.query(`SELECT to_regclass('bench_text') IS NOT NULL AS known`);
  if (known.rows[0]?.known) return;
  const bodies = Array.from({ length: texts }, () => {
    const length = 12 + Math.floor(Math.random() * 36);
    const one = () => word(Math.floor(words * Math.random() ** 3));
    return `${Array.from({ length }, one).join(" ")}. lorem`;
  });
  await client.query(
    "CREATE UNLOGGED TABLE bench_text (number int PRIMARY KEY, body text NOT NULL)",
  );
  await client.query(
    "INSERT INTO bench_text SELECT n - 1, body FROM unnest($1::text[]) WITH ORDINALITY t(body, n)",
    [bodies],
  );
  await client.query("ANALYZE bench_text");
}
