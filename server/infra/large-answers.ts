// In: the size of an answer that is too large to be held beside any number of others. Out: the moment it may be read on.
// Promises that such answers together stay within a budget, that one server never takes more than half of it, and that
// who waits costs no more than what was read so far (security: T54, T104).
import { shared } from "@/server/core/shared";

/** Bytes of answers being held, from their reading until they left. */
const budget = 32 << 20;
/** Smaller ones are not counted: many fit into any process. */
export const smallBytes = 128 << 10;

class Room {
  private held = 0;
  private readonly ofServer = new Map<string, number>();
  private queue: LargeAnswer[] = [];

  enter(answer: LargeAnswer): boolean {
    if (this.fits(answer)) {
      this.add(answer, 1);
      return true;
    }
    this.queue.push(answer);
    return false;
  }

  leave(answer: LargeAnswer): void {
    this.add(answer, -1);
    this.queue = this.queue.filter((next) => {
      if (!this.fits(next)) return true;
      this.add(next, 1);
      next.goOn();
      return false;
    });
  }

  forget(answer: LargeAnswer): void {
    this.queue = this.queue.filter((one) => one !== answer);
  }

  /** The first always fits, however large the limit of one answer was set. */
  private fits({ serverId, bytes }: LargeAnswer): boolean {
    const own = this.ofServer.get(serverId) ?? 0;
    const isFair = own === 0 || own + bytes <= budget / 2;
    return this.held === 0 || (isFair && this.held + bytes <= budget);
  }

  private add({ serverId, bytes }: LargeAnswer, sign: 1 | -1): void {
    const own = (this.ofServer.get(serverId) ?? 0) + sign * bytes;
    this.held += sign * bytes;
    if (own === 0) this.ofServer.delete(serverId);
    else this.ofServer.set(serverId, own);
  }
}

const room = () => shared("infra.largeAnswers", () => new Room());

/** One answer of a server, small until it asks for room. */
export class LargeAnswer {
  bytes = 0;
  private state: "small" | "waiting" | "held" | "gone" = "small";
  private onRoom: () => void = () => {};

  constructor(readonly serverId: string) {}

  /** Whether there is something to give back. */
  get isHeld(): boolean {
    return this.state === "held";
  }

  /** Asks once for room for all of it. False: wait until `onRoom` is called. */
  take(bytes: number, onRoom: () => void): boolean {
    if (this.state !== "small") return this.state !== "waiting";
    this.bytes = bytes;
    this.onRoom = onRoom;
    const isIn = room().enter(this);
    this.state = isIn ? "held" : "waiting";
    return isIn;
  }

  /** The room calls it when there is room at last. */
  goOn(): void {
    this.state = "held";
    this.onRoom();
  }

  /** Gives the room back, or the place among those who wait. More than once does nothing. */
  release(): void {
    const { state } = this;
    this.state = "gone";
    if (state === "held") room().leave(this);
    if (state === "waiting") room().forget(this);
  }
}
