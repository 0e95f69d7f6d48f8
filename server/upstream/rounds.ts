// In: a call that an E26 server answered with questions. Out: the params to call it with again (2026-07-28, "Multi
// Round-Trip Requests"). Promises that its state is given back letter by letter, and to this call alone.
import { editObject, memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import { type JsonNode, membersOf, scanJson } from "@/server/core/json-scan";
import { toRaw } from "@/server/upstream/discover";
import { invalidAnswer } from "@/server/upstream/envelope";
import { answerOf, type Question, type Respondent } from "@/server/upstream/respondent";

/** Questions in one round, and rounds in one call. */
const maxQuestions = 32;
export const maxRounds = 8;

/**
 * The original `params` with the answers and the state of this round. Throws `upstream_invalid` for questions nobody
 * behind us can answer, and whatever the respondent throws.
 */
export async function nextRound(
  params: string,
  result: string,
  respondent: Respondent,
): Promise<string> {
  const root = scanJson(result, { maxDepth: 512 });
  const state = memberAt(result, root, "requestState");
  const questions = questionsIn(result, root);
  const answers: [string, string][] = [];
  for (const [key, question] of questions) {
    const answer = await answerOf(question, respondent);
    if (answer === null) throw invalidAnswer("input_request");
    answers.push([key, answer]);
  }
  return editObject(params, scanJson(params, { maxDepth: 512 }), {
    inputResponses: questions.length > 0 ? toRaw(Object.fromEntries(answers)) : null,
    requestState: state?.kind === "string" ? rawOf(result, state) : null,
  });
}

function questionsIn(result: string, root: JsonNode): [string, Question][] {
  const requests = memberAt(result, root, "inputRequests");
  if (requests === undefined) return [];
  if (requests.kind !== "object") throw invalidAnswer("input_requests");
  const questions = [...membersOf(result, requests)].map(([key, node]): [string, Question] => {
    const method = stringOf(result, memberAt(result, node, "method"));
    const params = memberAt(result, node, "params");
    if (method === undefined) throw invalidAnswer("input_requests");
    return [key, { method, params: params?.kind === "object" ? rawOf(result, params) : "{}" }];
  });
  if (questions.length > maxQuestions) throw invalidAnswer("input_requests");
  return questions;
}
