// One connection to a server of the conformance suite, as production makes it: the guard is asked, refusals are cured.
import { AppError } from "@/server/core/errors";
import { setEgressAllow } from "@/server/infra/egress-allow";
import { SignIn } from "@/server/testing/conformance-sign-in";
import { readChallenge } from "@/server/upstream/oauth/challenge";
import { cureFor, type Refused } from "@/server/upstream/oauth/cure";
import { Challenge } from "@/server/upstream/status";
import type { UnknownTarget } from "@/server/upstream/target";

export class ConformanceConnection {
  private readonly signIn: SignIn;
  private readonly allowed = new Set<string>();

  constructor(
    private readonly url: string,
    context: Readonly<Record<string, unknown>>,
  ) {
    this.signIn = new SignIn(url, context);
  }

  /** Does something with the server, again after each refusal that something could be done about. */
  async use<T>(act: (target: UnknownTarget) => Promise<T>): Promise<T> {
    const tried = { refreshed: false, stepUps: 0, signedIn: false };
    for (;;) {
      try {
        return await this.reach(() => act(this.target()));
      } catch (error) {
        const refused = refusalIn(error);
        if (!refused) throw error;
        await this.cure(refused, tried, error);
      }
    }
  }

  private target(): UnknownTarget {
    const { tokens, turn } = this.signIn;
    const headers = tokens ? { authorization: `Bearer ${tokens.accessToken}` } : {};
    const credentialKey = `turn-${turn}`;
    const capabilities = '{"elicitation":{}}';
    return { serverId: "conformance", url: this.url, credentialKey, headers, capabilities };
  }

  /** The suite lives on this machine: its addresses are allowed one by one, as an administrator would. */
  private async reach<T>(act: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        const hostPort = error instanceof AppError ? error.details["hostPort"] : undefined;
        if (typeof hostPort !== "string" || this.allowed.has(hostPort)) throw error;
        this.allowed.add(hostPort);
        setEgressAllow([...this.allowed]);
      }
    }
  }

  private async cure(
    refused: Refused,
    tried: { refreshed: boolean; stepUps: number; signedIn: boolean },
    error: unknown,
  ): Promise<void> {
    const { tokens, scopes } = this.signIn;
    const { refreshed, stepUps } = tried;
    const canRefresh = tokens?.refreshToken != null;
    const cure = cureFor(refused, { canRefresh, refreshed, stepUps, scopes });
    if (cure.kind === "refresh") {
      tried.refreshed = true;
      if (await this.reach(() => this.signIn.refresh())) return;
    }
    if (cure.kind === "step_up") {
      tried.stepUps++;
      return this.reach(() => this.signIn.run(refused.challenge, cure.scopes));
    }
    if (cure.kind === "none" || tried.signedIn || tried.stepUps > 0) throw error;
    tried.signedIn = true;
    await this.reach(() => this.signIn.run(refused.challenge, scopes));
  }
}

function refusalIn(error: unknown): Refused | null {
  if (!(error instanceof AppError) || error.code !== "connection_required") return null;
  const header = error.cause instanceof Challenge ? error.cause.header : undefined;
  return { status: Number(error.details["status"]), challenge: readChallenge(header) };
}
