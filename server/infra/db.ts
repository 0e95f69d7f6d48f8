// In: the main pool. Out: the Prisma client the domains speak. Promises one client per process.
import { PrismaPg } from "@prisma/adapter-pg";
import { shared } from "@/server/core/shared";
import { type Prisma, PrismaClient } from "@/server/infra/generated/client";
import { pool } from "@/server/infra/pg";

export type Tx = Prisma.TransactionClient;

export function db(): PrismaClient {
  return shared("prisma", () => new PrismaClient({ adapter: new PrismaPg(pool()) }));
}

/** Runs `work` in one transaction; what it throws undoes everything. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db().$transaction(work, { maxWait: 3_000, timeout: 10_000 });
}

/** True when `error` says that a unique value is taken already. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
