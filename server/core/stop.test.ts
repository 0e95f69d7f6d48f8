import { describe, expect, it } from "vitest";
import { Stopping } from "./stop";

describe("a wish to stop", () => {
  it("is told once, with the first reason, to those who still listen", () => {
    const stopping = new Stopping();
    const heard: string[] = [];
    const gone = () => heard.push("gone");
    stopping.addEventListener("abort", gone);
    stopping.addEventListener("abort", () => heard.push(String(stopping.reason)));
    stopping.removeEventListener("abort", gone);
    stopping.abort("revoked");
    stopping.abort("cancelled");
    expect(heard).toEqual(["revoked"]);
    expect(stopping.aborted).toBe(true);
    expect(stopping.reason).toBe("revoked");
  });
});
