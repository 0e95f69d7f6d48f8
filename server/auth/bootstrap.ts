// In: a fresh installation. Out: its first administrator and project. Promises that this happens once, that only the
// holder of the one-time token (or of the ADMIN_ variables) can do it, and that of two at once one wins.
import { timingSafeEqual } from "node:crypto";
import { type Author, record } from "@/server/audit/record";
import { hashPassword } from "@/server/auth/password";
import type { CompleteSetup } from "@/server/auth/schema";
import { Email } from "@/server/core/email";
import { AppError } from "@/server/core/errors";
import { newId, randomToken, sha256 } from "@/server/core/ids";
import { db, type Tx, transaction } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { insertProject } from "@/server/projects/create";
import type { ProjectLink } from "@/server/projects/queries";

const settingKey = "setup_token";
/** The advisory lock that set-ups queue at; any number that nothing else uses. */
const lock = 727_001;
const perAddress: Limit = { name: "setup", points: 20, seconds: 900 };

/**
 * At start: creates the first administrator from ADMIN_EMAIL and ADMIN_PASSWORD, or makes a new one-time token and
 * returns the link that carries it. Null once anybody exists. Earlier links stop working.
 */
export async function prepareFirstRun(now = new Date()): Promise<{ setupUrl: string | null }> {
  const { ADMIN_EMAIL, ADMIN_PASSWORD, publicUrl } = env();
  if (!ADMIN_EMAIL !== !ADMIN_PASSWORD)
    throw new AppError("bad_request", "Set ADMIN_EMAIL and ADMIN_PASSWORD together, or neither.");
  if (await hasPeople()) return { setupUrl: null };
  if (ADMIN_EMAIL && ADMIN_PASSWORD) {
    await createFromEnvironment(ADMIN_EMAIL, ADMIN_PASSWORD, now);
    return { setupUrl: null };
  }
  const token = randomToken();
  const value = { hash: sha256(token) };
  const where = { key: settingKey };
  await db().instanceSetting.upsert({ where, create: { ...where, value }, update: { value } });
  return { setupUrl: `${publicUrl}/setup?token=${token}` };
}

async function createFromEnvironment(email: string, password: string, now: Date): Promise<void> {
  const person = { name: "Administrator", email: Email.parse(email), projectName: "Default" };
  const passwordHash = await hashPassword(password);
  const author = { userName: "Start-up", requestId: newId(now.getTime()), ip: null, now };
  await transaction(async (tx) => {
    await takeTurn(tx);
    // Another replica was first.
    if ((await tx.user.count()) > 0) return;
    await createFirst(tx, author, { ...person, passwordHash });
  });
}

export type SetupState = "open" | "wrong_token" | "done";

/** What the set-up page should show to the holder of `token`. */
export async function getSetupState(token: string): Promise<SetupState> {
  if (await hasPeople()) return "done";
  return (await isSetupToken(db(), token)) ? "open" : "wrong_token";
}

export type SetupAuthor = Pick<Author, "requestId" | "ip" | "now">;

/** Makes the first person and project. Throws `forbidden` for a wrong token, `conflict` when somebody was first. */
export async function completeSetup(
  author: SetupAuthor,
  input: CompleteSetup,
): Promise<ProjectLink> {
  await takePoint(perAddress, author.ip ?? "unknown");
  if (!(await isSetupToken(db(), input.token))) throw await refusal();
  const passwordHash = await hashPassword(input.password);
  return transaction(async (tx) => {
    await takeTurn(tx);
    if ((await tx.user.count()) > 0) throw done();
    if (!(await isSetupToken(tx, input.token))) throw wrongToken();
    return createFirst(tx, { ...author, userName: input.name }, { ...input, passwordHash });
  });
}

type First = Pick<CompleteSetup, "name" | "email" | "projectName"> & { passwordHash: string };

async function createFirst(tx: Tx, author: Omit<Author, "userId">, first: First) {
  const { name, email, passwordHash, projectName } = first;
  const userId = newId(author.now.getTime());
  const data = { id: userId, name, email, passwordHash, instanceAdminSince: author.now };
  await tx.user.create({ data });
  await tx.instanceSetting.deleteMany({ where: { key: settingKey } });
  const acting: Author = { ...author, userId };
  await record(tx, acting, {
    action: "installation.set_up",
    projectId: null,
    subject: { type: "user", id: userId, name },
    after: { email },
  });
  return insertProject(tx, acting, userId, projectName);
}

export async function hasPeople(): Promise<boolean> {
  return (await db().user.findFirst({ select: { id: true } })) !== null;
}

async function takeTurn(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock})`;
}

async function isSetupToken(tx: Tx, token: string): Promise<boolean> {
  const row = await tx.instanceSetting.findUnique({ where: { key: settingKey } });
  const value = row?.value;
  const stored = value && typeof value === "object" && "hash" in value ? String(value.hash) : "";
  // Hashes of equal length, compared in constant time. Without a stored one nothing matches.
  const [given, expected] = [sha256(token), stored || sha256(randomToken())];
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

async function refusal(): Promise<AppError> {
  return (await hasPeople()) ? done() : wrongToken();
}

function done(): AppError {
  return new AppError("conflict", "Gatehouse is set up already. Sign in instead.");
}

function wrongToken(): AppError {
  return new AppError(
    "forbidden",
    "This set-up link is not valid any more. Open the newest one that the server printed at start.",
  );
}
