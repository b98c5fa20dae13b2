import { runtime } from "#app/process/runtime";
import { findAgent } from "#lib/agents/find-agent";
import { CountersignError } from "#lib/errors";
import type { Topic } from "#lib/events/hub";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import type { Viewer } from "#lib/sessions/session";

const topicPattern = /^(queue|request\/req_\w{26}|agent\/agt_\w{26})$/;
const maximumTopics = 5;

/**
 * The requested topics, if the viewer may hear all of them: the time of a change is confidential
 * too. Every signed-in person may hear the queue topic, which reveals only that a request changed.
 * A request or agent topic is for viewers who may read the request or agent.
 * @throws {CountersignError} `not_found`
 */
export async function topicsFor(viewer: Viewer, asked: string[]): Promise<Topic[]> {
  const topics = [...new Set(asked)];
  const isKnown = topics.length > 0 && topics.length <= maximumTopics && topics.every(isTopic);
  if (!isKnown)
    throw new CountersignError("not_found", "no such topic", { userMessage: "There is no such topic." });
  await Promise.all(topics.map((topic) => requireVisible(viewer, topic)));
  return topics;
}

function isTopic(text: string): text is Topic {
  return topicPattern.test(text);
}

async function requireVisible(viewer: Viewer, topic: Topic): Promise<void> {
  const { db, clock } = runtime();
  const [kind, id = ""] = topic.split("/");
  if (kind === "request") await findRequestForViewer(db, viewer, id, clock());
  if (kind === "agent") await findAgent(db, { viewer, agentId: id, now: clock() });
}
