// In: the request being answered. Out: who is signed in. Promises to ask the database every time.
import { headers } from "next/headers";
import { cache } from "react";
import type { Person } from "@/server/auth/person";
import { readSessionToken } from "@/server/auth/session-cookie";
import { findPersonByToken } from "@/server/auth/session-store";

/** The person whose session a Cookie header carries; null when nobody is signed in. */
export async function findPersonByCookie(
  header: string | null,
  now: Date = new Date(),
): Promise<Person | null> {
  const token = await readSessionToken(header);
  return token ? findPersonByToken(token, now) : null;
}

/** The person signed in, in a page, layout or route handler; asked once per rendered page. */
export const findPerson = cache(async (): Promise<Person | null> => {
  return findPersonByCookie((await headers()).get("cookie"));
});
