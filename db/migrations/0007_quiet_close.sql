-- requires: 0000_baseline
-- unused since: 0000_baseline
-- Without NOTIFY, which locks the whole cluster until the commit: what closes a request wakes the dispatcher after
-- its commit. A process of the release before looks at the outbox every five seconds without being woken.
CREATE OR REPLACE FUNCTION outbox_request_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (id, kind, request_id, agent_id, created_at, due_at) VALUES (
    'obx_' || substr(NEW.id, 5), 'request_closed', NEW.id, NEW.agent_id,
    coalesce(NEW.closed_at, now()), coalesce(NEW.closed_at, now())
  ) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
