// In: a question a server has in the middle of a call. Out: the answer of the client behind us. Promises a reply to every
// question, that what no client can answer is refused, and that a failure of the client is told in words of ours.
import { log } from "@/server/infra/log";
import { withDefaults } from "@/server/upstream/form-defaults";

/** A request of the server to its client: `elicitation/create` and the like. `params` is a raw object. */
export type Question = { method: string; params: string };

/** The client behind us. Its capabilities are the target's, so that a server asks only what it can answer. */
export type Respondent = {
  /** It knows `default` in forms (2025-11-25, SEP-1034). For an older one, defaults fill the fields it leaves out. */
  knowsDefaults: boolean;
  /** The raw `result`, or null for a method it does not know. What it throws is not shown to the server. */
  answer(question: Question): Promise<string | null>;
};

/** Asks the client. Null for a method it does not know; rejects as `answer` does. */
export async function answerOf(
  question: Question,
  respondent: Respondent | undefined,
): Promise<string | null> {
  if (!respondent) return null;
  const answer = await respondent.answer(question);
  const isForm = answer !== null && question.method === "elicitation/create";
  return isForm && !respondent.knowsDefaults ? withDefaults(question.params, answer) : answer;
}

/** The JSON-RPC response to a question that came with `id`. Never rejects. */
export async function replyTo(
  id: string,
  question: Question,
  respondent: Respondent | undefined,
): Promise<string> {
  const member = await memberFor(question, respondent);
  return `{"jsonrpc":"2.0","id":${id},${member}}`;
}

async function memberFor(question: Question, respondent: Respondent | undefined): Promise<string> {
  if (question.method === "ping") return '"result":{}';
  try {
    const answer = await answerOf(question, respondent);
    if (answer !== null) return `"result":${answer}`;
    return '"error":{"code":-32601,"message":"Method not found"}';
  } catch (error) {
    log().warn({ err: error, method: question.method }, "a server's question was not answered");
    return '"error":{"code":-32603,"message":"The client did not answer."}';
  }
}
