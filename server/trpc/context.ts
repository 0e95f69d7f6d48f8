import type { Person } from "@/server/auth/person";
import type { Actor } from "@/server/core/context";

/** What a request brings before any decision: perhaps a signed-in person. */
export type RequestContext = Omit<Actor, "userId" | "userName"> & { person: Person | null };
