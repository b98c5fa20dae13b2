import { Hono } from "hono";
import { runtime } from "#app/runtime";
import { health } from "./health.ts";
import { problemResponse } from "./problem.ts";

/** Everything machines call, and every browser call that is no page. */
export const api = new Hono();

api.route("/", health);

api.onError((error, c) => {
  runtime().log.error({ err: error }, "a call failed");
  return problemResponse(c, error);
});
