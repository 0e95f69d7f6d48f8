import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { setFilters, tryFilter } from "@/server/endpoints/filters";
import { createEndpoint } from "@/server/endpoints/mutations";
import { getEndpoint } from "@/server/endpoints/queries";
import { SetFilters } from "@/server/endpoints/schema";
import { findEndpointSnapshot } from "@/server/endpoints/snapshot";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { makeMember, makeProject } from "@/server/testing/factories";

let admin: Ctx;
let slug: string;

const all = ["EMAIL", "PHONE", "SSN", "CREDIT_CARD", "IP"] as const;
const off = { enabled: false, types: [...all] };

beforeAll(async () => {
  const project = await makeProject();
  admin = await makeMember(project.id);
  const input = { name: "Filtered", description: "", serverIds: [], toolIds: [] };
  ({ slug } = await createEndpoint(admin, input));
});

const filtersNow = async () => (await getEndpoint(admin, { endpoint: slug })).filters;
const acts = () => db().auditEvent.findMany({ where: { action: "endpoint.filters_changed" } });

describe("the filters of an endpoint", () => {
  test("are off at first, with every type ready", async () => {
    expect(await filtersNow()).toEqual({ request: off, response: off });
    expect((await findEndpointSnapshot(slug))?.filters).toEqual({
      request: null,
      response: null,
      record: null,
      isSound: true,
    });
  });

  test("are switched apart, with types of their own, and hold for the next call", async () => {
    const request = { enabled: true, types: ["EMAIL" as const] };
    const response = { enabled: true, types: ["IP" as const, "SSN" as const] };
    await setFilters(admin, SetFilters.parse({ endpoint: slug, request, response }));
    await bus().settled();
    expect((await findEndpointSnapshot(slug))?.filters).toEqual({
      request: ["EMAIL"],
      response: ["SSN", "IP"],
      record: ["EMAIL", "SSN", "IP"],
      isSound: true,
    });
    await setFilters(admin, SetFilters.parse({ endpoint: slug, request, response: off }));
    await bus().settled();
    const snapshot = await findEndpointSnapshot(slug);
    expect(snapshot?.filters).toMatchObject({ request: ["EMAIL"], response: null });
    expect(snapshot?.filters.record).toEqual(["EMAIL"]);
  });

  test("are audited with what was and what is, and only when they change", async () => {
    const before = (await acts()).length;
    const input = SetFilters.parse({ endpoint: slug, request: off, response: off });
    await setFilters(admin, input);
    await setFilters(admin, input);
    const written = await acts();
    expect(written).toHaveLength(before + 1);
    expect(written.at(-1)).toMatchObject({
      before: { filterRequests: true, requestTypes: ["EMAIL"], filterResponses: false },
      after: { filterRequests: false, requestTypes: all, filterResponses: false },
    });
  });

  test("need a type to be on", () => {
    const nothing = { enabled: true, types: [] };
    expect(SetFilters.safeParse({ endpoint: slug, request: nothing, response: off }).success).toBe(
      false,
    );
  });

  test("are not changed, nor tried, by who may not edit the endpoint", async () => {
    const member = await makeMember(admin.projectId, "member");
    const input = SetFilters.parse({ endpoint: slug, request: off, response: off });
    await expect(setFilters(member, input)).rejects.toMatchObject({ code: "forbidden" });
    const asked = tryFilter(member, { endpoint: slug, text: "x", types: [...all] });
    await expect(asked).rejects.toMatchObject({ code: "forbidden" });
  });

  test("are not another project's to see", async () => {
    const stranger = await makeMember((await makeProject("Other")).id);
    const input = SetFilters.parse({ endpoint: slug, request: off, response: off });
    await expect(setFilters(stranger, input)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a text that is tried comes back redacted and leaves no trace", async () => {
  const before = await acts();
  const text = "Mail jane@example.com from 10.0.0.1";
  expect(await tryFilter(admin, { endpoint: slug, text, types: ["EMAIL"] })).toEqual({
    text: "Mail [REDACTED_EMAIL] from 10.0.0.1",
  });
  expect(await acts()).toEqual(before);
});

test("JSON that is tried is read as arguments are: keys are context, numbers count", async () => {
  const text = '{"phone": 4155550134, "note": "4155550134"}';
  expect(await tryFilter(admin, { endpoint: slug, text, types: [...all] })).toEqual({
    text: '{"phone": "[REDACTED_PHONE]", "note": "4155550134"}',
  });
});
