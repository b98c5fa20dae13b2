-- The schema of Countersign's database, as the first release creates it. Later releases change it
-- by migrations after this one, and never by an edit of this file (docs/compatibility.md).
--
-- db/schema describes the same tables for the code, column by column; drizzle-kit compares both.
-- Only this file has functions, triggers, storage parameters and the first row of policy_head,
-- because the schema language can't express them. They keep facts that code could forget to keep.
--
-- The names of keys and constraints are those that drizzle-kit gives, so that a later migration
-- finds them. Times have a time zone. Identifiers (`id`) are text and sort by time.

-- Refuses a change of rows that stay as they were written.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- The workspace and its people
-- -------------------------------------------------------------------------------------------------

-- The settings of the workspace, in one row. Set-up inserts the row, so that set-up cannot run
-- twice.
CREATE TABLE workspace (
  id integer PRIMARY KEY DEFAULT 1,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  publish_needs_second_admin boolean NOT NULL DEFAULT false,
  second_admin_since timestamptz,
  break_glass_review_hours integer NOT NULL DEFAULT 72,
  attestation_days integer NOT NULL DEFAULT 90,
  attestation_grace_days integer NOT NULL DEFAULT 14,
  attestation_changed_at timestamptz,
  require_sso boolean NOT NULL DEFAULT false,
  phone_session_days integer NOT NULL DEFAULT 30,
  flood_requests integer NOT NULL DEFAULT 10,
  flood_minutes integer NOT NULL DEFAULT 10,
  detail_channels text[] NOT NULL DEFAULT '{}',
  CONSTRAINT workspace_is_one CHECK (id = 1)
);

-- People, also those who left. The indexes of names and emails ignore case. A directory may give
-- the user name of a person who left to another person.
CREATE TABLE people (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  email_verified timestamptz,
  image text,
  status text NOT NULL,
  roles text[] NOT NULL,
  created_at timestamptz NOT NULL,
  user_name text,
  external_id text,
  external_by text,
  profile jsonb NOT NULL DEFAULT '{}'::jsonb,
  suspended_from text,
  suspended_by text,
  is_newcomer boolean NOT NULL DEFAULT false,
  email_before text,
  email_given_at timestamptz,
  email_given_by text,
  inactive_since timestamptz,
  inactive_by text,
  CONSTRAINT people_status CHECK (status in ('invited', 'active', 'suspended', 'left')),
  CONSTRAINT people_roles CHECK (roles <@ array['admin', 'approver', 'auditor'])
);
CREATE UNIQUE INDEX people_user_name ON people (lower(coalesce(user_name, email) collate "C"))
  WHERE status <> 'left';
CREATE INDEX people_external_id ON people (external_id);
CREATE UNIQUE INDEX people_external_id_by_client ON people (external_by, external_id)
  WHERE status <> 'left';
CREATE UNIQUE INDEX people_email ON people (lower(email collate "C"));
CREATE INDEX people_email_before ON people (lower(email_before collate "C"))
  WHERE email_given_at is not null;
CREATE INDEX people_name ON people (name, id);
CREATE INDEX people_words ON people USING gin (
  to_tsvector('simple', regexp_replace(lower(name || ' ' || email), '[^[:alnum:]]+', ' ', 'g'))
);
CREATE INDEX people_approvers ON people (name, id)
  WHERE status = 'active' and 'approver' = any(roles);

-- Groups of people, for rules to name as approvers.
CREATE TABLE groups (
  id text PRIMARY KEY,
  name text NOT NULL,
  source text NOT NULL DEFAULT 'console',
  external_id text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT groups_source CHECK (source in ('console', 'scim'))
);
CREATE UNIQUE INDEX groups_name ON groups (lower(name));

CREATE TABLE group_members (
  group_id text NOT NULL,
  person_id text NOT NULL,
  added_by text NOT NULL,
  added_at timestamptz NOT NULL,
  CONSTRAINT group_members_group_id_person_id_pk PRIMARY KEY (group_id, person_id),
  CONSTRAINT group_members_group_id_groups_id_fk
    FOREIGN KEY (group_id) REFERENCES groups (id) ON DELETE CASCADE,
  CONSTRAINT group_members_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX group_members_person ON group_members (person_id);

-- An absent person names a delegate who decides in the person's place between two moments.
CREATE TABLE delegations (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  delegate_id text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  created_by text NOT NULL,
  confirmed_at timestamptz,
  named_by text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT delegations_not_to_oneself CHECK (person_id <> delegate_id),
  CONSTRAINT delegations_span CHECK (ends_at > starts_at),
  CONSTRAINT delegations_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id),
  CONSTRAINT delegations_delegate_id_people_id_fk FOREIGN KEY (delegate_id) REFERENCES people (id)
);
CREATE INDEX delegations_person ON delegations (person_id, ends_at);
CREATE INDEX delegations_delegate ON delegations (delegate_id, ends_at);

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Signing in
-- -------------------------------------------------------------------------------------------------

-- One-time links for creating a passkey. The token is stored as its SHA-256.
CREATE TABLE enrollments (
  id text PRIMARY KEY,
  token_hash text NOT NULL,
  purpose text NOT NULL,
  person_id text,
  created_by text,
  vouched_by text[] NOT NULL DEFAULT '{}',
  old_passkeys text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT enrollments_token_hash_unique UNIQUE (token_hash),
  CONSTRAINT enrollments_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id),
  CONSTRAINT enrollments_created_by_people_id_fk FOREIGN KEY (created_by) REFERENCES people (id)
);
CREATE INDEX enrollments_person ON enrollments (person_id);

-- WebAuthn credentials.
CREATE TABLE passkeys (
  credential_id text PRIMARY KEY,
  person_id text NOT NULL,
  name text NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  backup_eligible boolean NOT NULL,
  backed_up boolean NOT NULL,
  aaguid text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  enrolled_via text NOT NULL,
  enrollment_id text,
  vouched_by text[] NOT NULL DEFAULT '{}',
  is_founding boolean NOT NULL DEFAULT false,
  confirmed_at timestamptz,
  confirmed_by text,
  confirmed_with text,
  CONSTRAINT passkeys_enrolled_via CHECK (
    enrolled_via in ('setup', 'invitation', 'recovery', 'own')
  ),
  CONSTRAINT passkeys_confirmed_whole CHECK (
    (confirmed_at is null) = (confirmed_with is null)
    and confirmed_with in ('own', 'admin', 'founding', 'operator')
  ),
  CONSTRAINT passkeys_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id),
  CONSTRAINT passkeys_enrollment_id_enrollments_id_fk
    FOREIGN KEY (enrollment_id) REFERENCES enrollments (id),
  CONSTRAINT passkeys_confirmed_by_people_id_fk FOREIGN KEY (confirmed_by) REFERENCES people (id)
);
CREATE INDEX passkeys_person ON passkeys (person_id);

-- Challenges for passkeys, each used once (invariant 4).
CREATE TABLE challenges (
  challenge text PRIMARY KEY,
  purpose text NOT NULL,
  person_id text,
  user_handle text,
  enrollment_id text,
  request_id text,
  confirms text,
  confirmed_with text,
  statement bytea,
  is_number_matched boolean NOT NULL DEFAULT false,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX challenges_expiry ON challenges (expires_at);

-- Browser sessions. The cookie's value is stored as its SHA-256.
CREATE TABLE sessions (
  session_token text PRIMARY KEY,
  user_id text NOT NULL,
  expires timestamptz NOT NULL,
  sso_connection_id text,
  sso_sid text,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  device_name text,
  is_app boolean NOT NULL DEFAULT false,
  is_device boolean NOT NULL DEFAULT false,
  CONSTRAINT sessions_user_id_people_id_fk FOREIGN KEY (user_id) REFERENCES people (id)
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_sso ON sessions (sso_connection_id) WHERE sso_connection_id is not null;

-- Links of people to identity providers, in the shape that @auth/core expects.
CREATE TABLE accounts (
  user_id text NOT NULL,
  type text NOT NULL,
  provider text NOT NULL,
  provider_account_id text NOT NULL,
  refresh_token text,
  access_token text,
  expires_at integer,
  token_type text,
  scope text,
  id_token text,
  session_state text,
  CONSTRAINT accounts_provider_provider_account_id_pk PRIMARY KEY (provider, provider_account_id),
  CONSTRAINT accounts_user_id_people_id_fk FOREIGN KEY (user_id) REFERENCES people (id)
);
CREATE UNIQUE INDEX accounts_person ON accounts (user_id, provider);

-- OpenID providers for sign-in.
CREATE TABLE sso_connections (
  id text PRIMARY KEY,
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  secret_sealed bytea NOT NULL,
  scopes text[] NOT NULL,
  domains text[] NOT NULL,
  just_in_time boolean NOT NULL,
  just_in_time_roles text[] NOT NULL,
  group_claim text,
  group_roles jsonb NOT NULL,
  enabled boolean NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT sso_just_in_time_roles CHECK (just_in_time_roles <@ array['approver', 'auditor'])
);

-- Round trips to a provider, each valid for one callback of the same browser.
CREATE TABLE sso_attempts (
  id text PRIMARY KEY,
  connection_id text NOT NULL,
  state_hash text NOT NULL,
  cookie_hash text NOT NULL,
  tester_id text,
  next text,
  stays boolean NOT NULL DEFAULT false,
  is_app boolean NOT NULL DEFAULT false,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  result jsonb,
  CONSTRAINT sso_attempts_state_hash_unique UNIQUE (state_hash),
  CONSTRAINT sso_attempts_connection_id_sso_connections_id_fk
    FOREIGN KEY (connection_id) REFERENCES sso_connections (id) ON DELETE CASCADE,
  CONSTRAINT sso_attempts_tester_id_people_id_fk FOREIGN KEY (tester_id) REFERENCES people (id)
);
CREATE INDEX sso_attempts_expiry ON sso_attempts (expires_at);

-- Logout tokens that providers sent: the primary key refuses a token that is sent again.
CREATE TABLE sso_logouts (
  connection_id text NOT NULL,
  jti text NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT sso_logouts_connection_id_jti_pk PRIMARY KEY (connection_id, jti),
  CONSTRAINT sso_logouts_connection_id_sso_connections_id_fk
    FOREIGN KEY (connection_id) REFERENCES sso_connections (id) ON DELETE CASCADE
);

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Provisioning by directories and security events
-- -------------------------------------------------------------------------------------------------

-- Bearer tokens for directories, stored as their SHA-256.
CREATE TABLE scim_tokens (
  id text PRIMARY KEY,
  name text NOT NULL,
  token_hash text NOT NULL,
  created_by text NOT NULL,
  responsible_admin text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT scim_tokens_token_hash_unique UNIQUE (token_hash),
  CONSTRAINT scim_tokens_created_by_people_id_fk FOREIGN KEY (created_by) REFERENCES people (id),
  CONSTRAINT scim_tokens_responsible_admin_people_id_fk FOREIGN KEY (responsible_admin) REFERENCES people (id)
);

-- Sources that may send security events about people (RFC 8935).
CREATE TABLE event_sources (
  id text PRIMARY KEY,
  name text NOT NULL,
  issuer text NOT NULL,
  audience text NOT NULL,
  jwks_url text,
  jwks jsonb,
  created_by text NOT NULL,
  responsible_admin text NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT event_sources_keys CHECK (num_nonnulls(jwks_url, jwks) = 1),
  CONSTRAINT event_sources_created_by_people_id_fk
    FOREIGN KEY (created_by) REFERENCES people (id),
  CONSTRAINT event_sources_responsible_admin_people_id_fk
    FOREIGN KEY (responsible_admin) REFERENCES people (id)
);
CREATE UNIQUE INDEX event_sources_issuer ON event_sources (issuer)
  WHERE revoked_at is null;

-- Security events that were accepted: the primary key refuses an event that is sent again.
CREATE TABLE signals (
  event_source_id text NOT NULL,
  jti text NOT NULL,
  token_hash text NOT NULL,
  events text[] NOT NULL,
  person_id text,
  received_at timestamptz NOT NULL,
  CONSTRAINT signals_event_source_id_jti_pk PRIMARY KEY (event_source_id, jti),
  CONSTRAINT signals_event_source_id_event_sources_id_fk
    FOREIGN KEY (event_source_id) REFERENCES event_sources (id),
  CONSTRAINT signals_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX signals_received ON signals (received_at);

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Changes that need a second admin
-- -------------------------------------------------------------------------------------------------

-- Changes that one admin proposed for another admin to confirm. The same change is open once.
CREATE TABLE proposals (
  id text PRIMARY KEY,
  act text NOT NULL,
  object_id text,
  payload jsonb NOT NULL,
  digest text NOT NULL,
  proposed_by text NOT NULL,
  proposed_with text,
  proposed_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'open',
  closed_by text,
  confirmed_with text,
  closed_at timestamptz,
  CONSTRAINT proposals_state CHECK (
    state in ('open', 'confirmed', 'withdrawn', 'declined', 'expired', 'superseded')
  ),
  CONSTRAINT proposals_closed CHECK ((state = 'open') = (closed_at is null)),
  CONSTRAINT proposals_proposed_by_people_id_fk FOREIGN KEY (proposed_by) REFERENCES people (id)
);
CREATE UNIQUE INDEX proposals_open_once ON proposals (digest) WHERE state = 'open';
CREATE INDEX proposals_open_object ON proposals (object_id) WHERE state = 'open';
CREATE INDEX proposals_proposer ON proposals (proposed_by) WHERE state = 'open';

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Agents
-- -------------------------------------------------------------------------------------------------

-- Agents. A held agent stays inactive until a person releases it.
CREATE TABLE agents (
  id text PRIMARY KEY,
  name text NOT NULL,
  owner_id text NOT NULL,
  owner_epoch integer NOT NULL DEFAULT 1,
  status text NOT NULL,
  labels text[] NOT NULL DEFAULT '{}',
  is_test boolean NOT NULL DEFAULT false,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  attested_at timestamptz NOT NULL DEFAULT now(),
  held_at timestamptz,
  held_by text,
  held_for text,
  held_reason text,
  revision integer NOT NULL DEFAULT 1,
  CONSTRAINT agents_status CHECK (status in ('active', 'quarantined', 'revoked')),
  CONSTRAINT agents_held_whole CHECK ((held_at is null) = (held_by is null)),
  CONSTRAINT agents_held_for CHECK (held_for is null or held_by is not null),
  CONSTRAINT agents_held_is_inactive CHECK (held_at is null or status <> 'active'),
  CONSTRAINT agents_owner_id_people_id_fk FOREIGN KEY (owner_id) REFERENCES people (id),
  CONSTRAINT agents_held_by_people_id_fk FOREIGN KEY (held_by) REFERENCES people (id),
  CONSTRAINT agents_held_for_people_id_fk FOREIGN KEY (held_for) REFERENCES people (id)
);
CREATE INDEX agents_owner ON agents (owner_id);
CREATE INDEX agents_name ON agents (name, id);
CREATE INDEX agents_words ON agents USING gin (
  to_tsvector('simple', regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g'))
);
CREATE INDEX agents_labels ON agents USING gin (labels);
CREATE UNIQUE INDEX agents_one_test_for_owner ON agents (owner_id)
  WHERE is_test and status <> 'revoked';
CREATE INDEX agents_tests ON agents (id) WHERE is_test;
CREATE INDEX agents_attested ON agents (attested_at) WHERE status = 'active';

-- Agents are kept permanently, so that everything that names an agent can be explained. This
-- trigger is in place of a foreign key of `requests`: the statement that stores an ask has locked
-- the agent already.
CREATE TRIGGER agents_stay BEFORE DELETE OR TRUNCATE ON agents
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Processes keep agents in memory and compare the revision before they store an ask. Every change
-- that counts for an ask raises the revision in its own transaction
-- (docs/decisions/0026-callers-in-memory.md).
CREATE FUNCTION raise_agent_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  RETURN NEW;
END $$;

CREATE TRIGGER agents_revision BEFORE UPDATE ON agents
  FOR EACH ROW EXECUTE FUNCTION raise_agent_revision();

-- For a change in another table. The function locks the agents in the order of their IDs, as all
-- code that locks several agents does: two transactions cannot wait for each other.
CREATE FUNCTION raise_agent_revisions(agent_ids text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM agents WHERE id = ANY(agent_ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE agents SET revision = revision WHERE id = ANY(agent_ids);
END $$;

-- A change of an owner's status or roles. The trigger runs at the end of the transaction, and only
-- for agents that are active then: a change that removes the owner's authority quarantines the
-- agents, after it has locked these agents and others in one order.
CREATE FUNCTION raise_revisions_of_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_agent_revisions(
    (SELECT array_agg(id) FROM agents WHERE owner_id = NEW.id AND status = 'active')
  );
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER people_standing AFTER UPDATE OF status, roles ON people
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.status = 'active' AND 'approver' = ANY(OLD.roles))
    IS DISTINCT FROM (NEW.status = 'active' AND 'approver' = ANY(NEW.roles)))
  EXECUTE FUNCTION raise_revisions_of_owner();

-- A test agent has no authority, even if code forgets to check (lib/agents/test-agent.ts). It stays
-- a test agent of the same owner.
CREATE FUNCTION refuse_test_agent_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'agent %: is_test never changes, and a test agent keeps its owner', OLD.id
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER agents_test_fixed BEFORE UPDATE ON agents FOR EACH ROW
  WHEN (NEW.is_test IS DISTINCT FROM OLD.is_test
    OR OLD.is_test AND NEW.owner_id IS DISTINCT FROM OLD.owner_id)
  EXECUTE FUNCTION refuse_test_agent_change();

-- Refuses a row that would give a test agent authority: on the tables below, each with its trigger.
CREATE FUNCTION refuse_for_test_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM agents WHERE id = NEW.agent_id AND is_test) THEN
    RAISE EXCEPTION '%: refused for test agent %', TG_TABLE_NAME, NEW.agent_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- Backup approvers: people who may decide in the owner's place.
CREATE TABLE agent_backups (
  agent_id text NOT NULL,
  person_id text NOT NULL,
  CONSTRAINT agent_backups_agent_id_person_id_pk PRIMARY KEY (agent_id, person_id),
  CONSTRAINT agent_backups_agent_id_agents_id_fk FOREIGN KEY (agent_id) REFERENCES agents (id),
  CONSTRAINT agent_backups_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX agent_backups_person ON agent_backups (person_id);

CREATE TRIGGER agent_backups_test_agent BEFORE INSERT OR UPDATE OF agent_id
  ON agent_backups FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();

-- Workloads that may get a short-lived key of an agent for a token of their OIDC issuer.
CREATE TABLE workload_identities (
  id text PRIMARY KEY,
  agent_id text NOT NULL,
  issuer text NOT NULL,
  audience text NOT NULL,
  subject text NOT NULL,
  claims jsonb NOT NULL DEFAULT '{}'::jsonb,
  key_minutes integer NOT NULL,
  added_by text NOT NULL,
  created_at timestamptz NOT NULL,
  removed_at timestamptz,
  CONSTRAINT workload_identities_key_minutes CHECK (key_minutes between 5 and 60),
  CONSTRAINT workload_identities_agent_id_agents_id_fk
    FOREIGN KEY (agent_id) REFERENCES agents (id),
  CONSTRAINT workload_identities_added_by_people_id_fk FOREIGN KEY (added_by) REFERENCES people (id)
);
CREATE INDEX workload_identities_agent ON workload_identities (agent_id);

CREATE TRIGGER workload_identities_test_agent BEFORE INSERT OR UPDATE OF agent_id
  ON workload_identities FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();

-- The OIDC tokens that workloads exchanged for a key: the primary key refuses a token that is sent
-- again.
CREATE TABLE workload_tokens (
  issuer text NOT NULL,
  token_hash text NOT NULL,
  key_id text NOT NULL,
  used_at timestamptz NOT NULL,
  CONSTRAINT workload_tokens_issuer_token_hash_pk PRIMARY KEY (issuer, token_hash)
);
CREATE INDEX workload_tokens_used ON workload_tokens (used_at);

-- Keys that verify the agents' signatures, hook tokens (`bearer`), and the entries of test agents
-- (`none`), which nothing can sign with. Each kind has exactly its own material.
CREATE TABLE agent_keys (
  id text PRIMARY KEY,
  agent_id text NOT NULL,
  algorithm text NOT NULL,
  public_key bytea,
  secret_sealed bytea,
  token_hash text,
  checked_at timestamptz,
  edge text,
  first_call_at timestamptz,
  subject_type text,
  subject_id text,
  added_by text NOT NULL,
  workload_id text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT agent_keys_material CHECK (
    (algorithm = 'ed25519' and public_key is not null and secret_sealed is null
      and token_hash is null)
    or (algorithm = 'hmac-sha256' and secret_sealed is not null and public_key is null
      and token_hash is null)
    or (algorithm = 'bearer' and token_hash is not null and public_key is null
      and secret_sealed is null)
    or (algorithm = 'none' and public_key is null and secret_sealed is null and token_hash is null
      and expires_at = created_at)
  ),
  CONSTRAINT agent_keys_subject CHECK (
    (subject_type is null) = (subject_id is null) and (subject_id is null or algorithm = 'bearer')
  ),
  CONSTRAINT agent_keys_workload CHECK (workload_id is null or algorithm = 'ed25519'),
  CONSTRAINT agent_keys_checked CHECK (checked_at is null or algorithm = 'bearer'),
  CONSTRAINT agent_keys_edge CHECK (
    (edge is null or algorithm = 'bearer') and (first_call_at is null or edge is not null)
  ),
  CONSTRAINT agent_keys_agent_id_agents_id_fk FOREIGN KEY (agent_id) REFERENCES agents (id),
  CONSTRAINT agent_keys_workload_id_workload_identities_id_fk
    FOREIGN KEY (workload_id) REFERENCES workload_identities (id)
);
CREATE INDEX agent_keys_agent ON agent_keys (agent_id);
CREATE INDEX agent_keys_public ON agent_keys (public_key);
CREATE INDEX agent_keys_workload ON agent_keys (workload_id) WHERE workload_id is not null;
CREATE UNIQUE INDEX agent_keys_token ON agent_keys (token_hash) WHERE token_hash is not null;

-- A change of a key raises the agent's revision. Hook tokens verify no signature and are left out.
-- The code that changes keys has locked the agent before.
CREATE FUNCTION raise_revision_of_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_agent_revisions(
    (SELECT array_agg(DISTINCT agent_id) FROM changed WHERE algorithm <> 'bearer')
  );
  RETURN NULL;
END $$;

CREATE TRIGGER agent_keys_added AFTER INSERT ON agent_keys REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION raise_revision_of_key();
CREATE TRIGGER agent_keys_changed AFTER UPDATE ON agent_keys REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION raise_revision_of_key();
CREATE TRIGGER agent_keys_deleted AFTER DELETE ON agent_keys REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION raise_revision_of_key();

-- A test agent's only key is the entry that nothing can sign with, and no other agent has such an
-- entry.
CREATE FUNCTION refuse_test_agent_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT is_test FROM agents WHERE id = NEW.agent_id)
    IS DISTINCT FROM (NEW.algorithm = 'none') THEN
    RAISE EXCEPTION 'agent %: a test agent has no key, and no other agent asks without one',
      NEW.agent_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER agent_keys_test_agent BEFORE INSERT OR UPDATE OF agent_id, algorithm ON agent_keys
  FOR EACH ROW EXECUTE FUNCTION refuse_test_agent_key();

-- One-time codes with which agents enroll their own public key, stored as their SHA-256.
CREATE TABLE agent_enrollment_codes (
  code_hash text PRIMARY KEY,
  agent_id text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT agent_enrollment_codes_agent_id_agents_id_fk
    FOREIGN KEY (agent_id) REFERENCES agents (id)
);

CREATE TRIGGER agent_enrollment_codes_test_agent BEFORE INSERT OR UPDATE OF agent_id
  ON agent_enrollment_codes FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();

-- Tools that redeem grants themselves.
CREATE TABLE tools (
  id text PRIMARY KEY,
  name text NOT NULL,
  audience text NOT NULL,
  algorithm text NOT NULL,
  public_key bytea,
  secret_sealed bytea,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX tools_audience ON tools (audience);

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Ownership of agents
-- -------------------------------------------------------------------------------------------------

-- Signatures that accept agents: one signature for one offer or many.
CREATE TABLE acceptances (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  created_at timestamptz NOT NULL,
  statement bytea NOT NULL,
  credential_id text NOT NULL,
  public_key bytea NOT NULL,
  authenticator_data bytea NOT NULL,
  client_data_json bytea NOT NULL,
  signature bytea NOT NULL,
  CONSTRAINT acceptances_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE TRIGGER acceptances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON acceptances
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Offers of agents to new owners. An agent has one open offer at most.
CREATE TABLE ownership_offers (
  id text PRIMARY KEY,
  agent_id text NOT NULL,
  from_person_id text NOT NULL,
  to_person_id text NOT NULL,
  offered_by text NOT NULL,
  state text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  closed_at timestamptz,
  decline_reason text,
  acceptance_id text,
  CONSTRAINT ownership_offers_state CHECK (
    state in ('open', 'accepted', 'declined', 'withdrawn', 'expired')
  ),
  CONSTRAINT ownership_offers_closed CHECK ((state = 'open') = (closed_at is null)),
  CONSTRAINT ownership_offers_evidence CHECK ((state = 'accepted') = (acceptance_id is not null)),
  CONSTRAINT ownership_offers_agent_id_agents_id_fk FOREIGN KEY (agent_id) REFERENCES agents (id),
  CONSTRAINT ownership_offers_from_person_id_people_id_fk
    FOREIGN KEY (from_person_id) REFERENCES people (id),
  CONSTRAINT ownership_offers_to_person_id_people_id_fk
    FOREIGN KEY (to_person_id) REFERENCES people (id),
  CONSTRAINT ownership_offers_offered_by_people_id_fk
    FOREIGN KEY (offered_by) REFERENCES people (id),
  CONSTRAINT ownership_offers_acceptance_id_acceptances_id_fk
    FOREIGN KEY (acceptance_id) REFERENCES acceptances (id)
);
CREATE UNIQUE INDEX ownership_offers_one_open ON ownership_offers (agent_id) WHERE state = 'open';
CREATE INDEX ownership_offers_to ON ownership_offers (to_person_id) WHERE state = 'open';
CREATE INDEX ownership_offers_by ON ownership_offers (offered_by) WHERE state = 'open';
CREATE INDEX ownership_offers_agent ON ownership_offers (agent_id, id);
CREATE INDEX ownership_offers_declined ON ownership_offers (to_person_id, closed_at)
  WHERE state = 'declined';

CREATE TRIGGER ownership_offers_test_agent BEFORE INSERT OR UPDATE OF agent_id
  ON ownership_offers FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();

-- An offer that is closed never changes: the new owner may have signed it.
CREATE TRIGGER ownership_offers_closed_for_good BEFORE UPDATE ON ownership_offers
  FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ownership_offers_kept BEFORE DELETE OR TRUNCATE ON ownership_offers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Signatures that confirm ownership: one signature for many agents.
CREATE TABLE attestations (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  agent_ids text[] NOT NULL,
  created_at timestamptz NOT NULL,
  statement bytea NOT NULL,
  credential_id text NOT NULL,
  public_key bytea NOT NULL,
  authenticator_data bytea NOT NULL,
  client_data_json bytea NOT NULL,
  signature bytea NOT NULL,
  CONSTRAINT attestations_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX attestations_person ON attestations (person_id, id);

CREATE TRIGGER attestations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attestations
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Policy
-- -------------------------------------------------------------------------------------------------

-- The action types of the live version. A publication writes them.
CREATE TABLE action_types (
  type text PRIMARY KEY,
  title text NOT NULL,
  risk text NOT NULL,
  schema jsonb NOT NULL,
  amount_param text,
  currency_param text,
  descriptor jsonb
);

-- The live version, as a row that can be locked (invariant 19).
CREATE TABLE policy_head (
  id integer PRIMARY KEY DEFAULT 1,
  version integer NOT NULL,
  CONSTRAINT policy_head_is_one CHECK (id = 1)
);

-- 0 is the version before set-up.
INSERT INTO policy_head (version) VALUES (0);

-- The head is one row permanently, and moves only to the next version.
CREATE FUNCTION refuse_policy_head_jump() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'policy_head moves from % to % only', OLD.version, OLD.version + 1
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER policy_head_moves_on BEFORE UPDATE ON policy_head
  FOR EACH ROW EXECUTE FUNCTION refuse_policy_head_jump();
CREATE TRIGGER policy_head_stays BEFORE DELETE OR TRUNCATE ON policy_head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Published versions. The default never allows an action.
CREATE TABLE policy_versions (
  version integer PRIMARY KEY,
  rules jsonb NOT NULL,
  default_outcome text NOT NULL,
  unclassified text NOT NULL,
  catalog jsonb NOT NULL,
  digest text NOT NULL,
  published_by text NOT NULL,
  published_at timestamptz NOT NULL,
  proposed_by text,
  CONSTRAINT policy_default_never_allows CHECK (default_outcome in ('step_up', 'block')),
  CONSTRAINT policy_unclassified_is_known CHECK (unclassified in ('default_outcome', 'allow'))
);

CREATE TRIGGER policy_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A version that is not the head would be published and never enforced, such as by a process of an
-- older release.
CREATE FUNCTION require_policy_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM policy_head WHERE version = NEW.version) THEN
    RAISE EXCEPTION 'policy version % is not the head', NEW.version
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER policy_versions_are_head BEFORE INSERT ON policy_versions
  FOR EACH ROW EXECUTE FUNCTION require_policy_head();

-- The one draft that all admins share.
CREATE TABLE policy_draft (
  id integer PRIMARY KEY DEFAULT 1,
  base_version integer NOT NULL,
  revision integer NOT NULL,
  rules jsonb NOT NULL,
  default_outcome text NOT NULL,
  unclassified text NOT NULL,
  catalog jsonb,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT policy_draft_is_one CHECK (id = 1)
);

-- Runs of a draft over past requests. One runs at a time.
CREATE TABLE replays (
  id text PRIMARY KEY,
  draft_digest text NOT NULL,
  rules jsonb NOT NULL,
  default_outcome text NOT NULL,
  unclassified text NOT NULL,
  catalog jsonb NOT NULL,
  scope jsonb NOT NULL,
  against integer,
  state text NOT NULL,
  total integer NOT NULL,
  done integer NOT NULL DEFAULT 0,
  cursor text NOT NULL,
  summary jsonb,
  started_by text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX replays_one_running ON replays (state) WHERE state = 'running';

-- The requests that would have ended otherwise under the draft of a replay.
CREATE TABLE replay_changes (
  replay_id text NOT NULL,
  request_id text NOT NULL,
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  CONSTRAINT replay_changes_replay_id_request_id_pk PRIMARY KEY (replay_id, request_id),
  CONSTRAINT replay_changes_replay_id_replays_id_fk
    FOREIGN KEY (replay_id) REFERENCES replays (id) ON DELETE CASCADE
);

-- Tokens of admins for the command line, stored as their SHA-256.
CREATE TABLE policy_tokens (
  id text PRIMARY KEY,
  token_hash text NOT NULL,
  person_id text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT policy_tokens_token_hash_unique UNIQUE (token_hash),
  CONSTRAINT policy_tokens_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX policy_tokens_person ON policy_tokens (person_id);

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Requests and decisions
-- -------------------------------------------------------------------------------------------------

-- What agents asked for. The statement that stores an ask locks its agent, and `agents_stay` keeps
-- the agent: there is no foreign key. The collations of `id` in some indexes are deliberate: an
-- index in another order than the primary key keeps the planner from reading the requests of all
-- agents to find those of one (db/schema/requests.ts).
CREATE TABLE requests (
  id text PRIMARY KEY,
  agent_id text NOT NULL,
  agent_key_id text NOT NULL,
  webhook_id text NOT NULL,
  body_hash bytea NOT NULL,
  state text NOT NULL,
  close_reason text,
  action text NOT NULL,
  action_type text NOT NULL,
  action_digest text NOT NULL,
  resource text,
  amount numeric,
  currency text,
  edge text,
  boundary_id text,
  pick_up_key text,
  pick_up_number integer,
  delivered_to text,
  accepts_edits boolean NOT NULL DEFAULT false,
  reason text,
  context text,
  owner_id text NOT NULL,
  owner_epoch integer NOT NULL,
  policy_version integer NOT NULL,
  rule_ids text[] NOT NULL,
  facts jsonb,
  monitored jsonb,
  unchecked text,
  approvals_required integer NOT NULL,
  requirements jsonb,
  safeguards jsonb,
  wrong_numbers integer NOT NULL DEFAULT 0,
  approvals_given integer NOT NULL DEFAULT 0,
  is_break_glass boolean NOT NULL DEFAULT false,
  grant_ttl_seconds integer NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  closed_at timestamptz,
  CONSTRAINT requests_idempotency UNIQUE (agent_id, webhook_id),
  CONSTRAINT requests_state CHECK (
    state in ('allowed', 'blocked', 'pending', 'approved', 'denied', 'expired', 'cancelled')
  ),
  CONSTRAINT requests_edge CHECK (
    edge in ('claude-code', 'codex', 'cursor', 'authzen', 'envoy', 'toolhive', 'test')
  ),
  CONSTRAINT requests_pick_up_is_numbered CHECK ((pick_up_key is null) = (pick_up_number is null)),
  CONSTRAINT requests_pending_is_open CHECK (state <> 'pending' or closed_at is null),
  CONSTRAINT requests_unchecked CHECK (unchecked in ('policy', 'rules')),
  CONSTRAINT requests_quorum CHECK (
    state <> 'approved' or is_break_glass or approvals_given >= approvals_required
  )
);
CREATE UNIQUE INDEX requests_pick_up ON requests (agent_id, pick_up_key, pick_up_number)
  WHERE pick_up_key is not null;
CREATE INDEX requests_agent ON requests (agent_id, id collate "POSIX");
CREATE INDEX requests_type ON requests (action_type, id collate "C");
CREATE INDEX requests_pending ON requests (expires_at)
  WHERE state = 'pending' and closed_at is null;
CREATE INDEX requests_pending_agent ON requests (agent_id, expires_at) WHERE state = 'pending';
CREATE INDEX requests_resource ON requests (resource, id)
  WHERE resource is not null and state in ('allowed', 'approved', 'pending');
CREATE INDEX requests_pending_resource ON requests (resource, id)
  WHERE resource is not null and state = 'pending';
CREATE INDEX requests_owner ON requests (owner_id, id)
  WHERE state in ('allowed', 'approved', 'pending');
CREATE INDEX requests_monitored ON requests (id) WHERE monitored is not null;
CREATE INDEX requests_by_default ON requests (id) WHERE rule_ids = '{}';
CREATE INDEX requests_unchecked_by_id ON requests (id, unchecked) WHERE unchecked is not null;
CREATE INDEX requests_decided ON requests (closed_at, created_at)
  WHERE state in ('approved', 'denied') and edge is distinct from 'test';
CREATE INDEX requests_closed ON requests (id collate "C") WHERE state not in ('allowed', 'blocked');
CREATE INDEX requests_closed_type ON requests (action_type, id collate "C")
  WHERE state not in ('allowed', 'blocked');
CREATE INDEX requests_closed_agent ON requests (agent_id, id)
  WHERE state not in ('allowed', 'blocked', 'pending');
CREATE INDEX requests_decided_agent ON requests (agent_id, id collate "C")
  WHERE state in ('approved', 'denied');
CREATE INDEX requests_repeats ON requests (action_digest, state, id collate "POSIX")
  WHERE state in ('allowed', 'approved');
CREATE INDEX requests_same_amount ON requests (
  resource, action_type, amount, coalesce(currency, ''), state, id collate "POSIX"
)
  WHERE state in ('allowed', 'approved') and resource is not null and amount is not null;

-- Requests are kept permanently, so that a webhook-id stays known (invariant 12). This trigger is
-- in place of a foreign key of `grants`.
CREATE TRIGGER requests_stay BEFORE DELETE OR TRUNCATE ON requests
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A test request is a request of a test agent: lists and figures that leave out test requests look
-- at `edge` only. The condition of the trigger is all that other requests cost. A test agent has no
-- key that could sign, and lib/requests/send-test-request.ts alone asks without a signature, with this
-- edge.
CREATE FUNCTION refuse_test_edge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' OR NOT EXISTS (SELECT FROM agents WHERE id = NEW.agent_id AND is_test) THEN
    RAISE EXCEPTION 'request %: a test request is a test agent''s, and stays one', NEW.id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER requests_test_edge BEFORE INSERT ON requests FOR EACH ROW
  WHEN (NEW.edge = 'test') EXECUTE FUNCTION refuse_test_edge();
CREATE TRIGGER requests_test_edge_fixed BEFORE UPDATE OF edge, agent_id ON requests FOR EACH ROW
  WHEN ('test' IN (OLD.edge, NEW.edge)
    AND (NEW.edge IS DISTINCT FROM OLD.edge OR NEW.agent_id <> OLD.agent_id))
  EXECUTE FUNCTION refuse_test_edge();

-- Edits of requests by their approvers: the action that the agent asked for, and the JSON Patch to
-- the action of the request.
CREATE TABLE request_edits (
  request_id text PRIMARY KEY,
  edited_by text NOT NULL,
  edited_at timestamptz NOT NULL,
  asked_action text NOT NULL,
  asked_digest text NOT NULL,
  patch text NOT NULL,
  CONSTRAINT request_edits_request_id_requests_id_fk
    FOREIGN KEY (request_id) REFERENCES requests (id),
  CONSTRAINT request_edits_edited_by_people_id_fk FOREIGN KEY (edited_by) REFERENCES people (id)
);

CREATE TRIGGER request_edits_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON request_edits
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Decisions of people, with the evidence that every verifier can check later. A person decides a
-- request once in each round, and one person may use break-glass on it.
CREATE TABLE approvals (
  id text PRIMARY KEY,
  request_id text NOT NULL,
  person_id text NOT NULL,
  decision text NOT NULL,
  note text,
  reason_code text,
  suggested_patch text,
  capacity text NOT NULL,
  for_person_id text,
  statement bytea,
  credential_id text,
  public_key bytea,
  authenticator_data bytea,
  client_data_json bytea,
  signature bytea,
  batch jsonb,
  passkey_origin jsonb,
  round integer NOT NULL DEFAULT 1,
  shown_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT approvals_evidence CHECK (
    decision = 'deny'
    or (statement is not null and credential_id is not null and public_key is not null
      and authenticator_data is not null and client_data_json is not null and signature is not null
      and passkey_origin is not null)
  ),
  CONSTRAINT approvals_denial_has_reason CHECK (decision = 'approve' or length(note) > 0),
  CONSTRAINT approvals_code_is_of_a_denial CHECK ((reason_code is null) = (decision = 'approve')),
  CONSTRAINT approvals_request_id_requests_id_fk FOREIGN KEY (request_id) REFERENCES requests (id),
  CONSTRAINT approvals_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id),
  CONSTRAINT approvals_for_person_id_people_id_fk FOREIGN KEY (for_person_id) REFERENCES people (id)
);
CREATE UNIQUE INDEX approvals_once ON approvals (request_id, person_id, round)
  WHERE capacity is distinct from 'break_glass';
CREATE UNIQUE INDEX approvals_broken_once ON approvals (request_id) WHERE capacity = 'break_glass';
CREATE INDEX approvals_request ON approvals (request_id);
CREATE INDEX approvals_person ON approvals (person_id, request_id);
CREATE INDEX approvals_for_person ON approvals (for_person_id, request_id)
  WHERE for_person_id is not null;

CREATE TRIGGER approvals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Approvals that no longer count, because the authority behind them ended (invariant 17).
CREATE TABLE void_approvals (
  approval_id text PRIMARY KEY,
  reason text NOT NULL,
  voided_at timestamptz NOT NULL,
  CONSTRAINT void_approvals_reason CHECK (
    reason in ('passkey_removed', 'approver_inactive', 'left_group', 'backup_removed',
      'delegation_ended', 'request_edited')
  ),
  CONSTRAINT void_approvals_approval_id_approvals_id_fk
    FOREIGN KEY (approval_id) REFERENCES approvals (id)
);

CREATE TRIGGER void_approvals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON void_approvals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Uses of break-glass. Another admin reviews each.
CREATE TABLE break_glass_reviews (
  approval_id text PRIMARY KEY,
  request_id text NOT NULL,
  used_by text NOT NULL,
  used_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  reviewed_by text,
  reviewed_at timestamptz,
  finding text,
  note text,
  CONSTRAINT break_glass_reviewed_by_another CHECK (reviewed_by <> used_by),
  CONSTRAINT break_glass_review_whole CHECK (
    (reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (finding is null)
  ),
  CONSTRAINT break_glass_reviews_approval_id_approvals_id_fk
    FOREIGN KEY (approval_id) REFERENCES approvals (id),
  CONSTRAINT break_glass_reviews_request_id_requests_id_fk
    FOREIGN KEY (request_id) REFERENCES requests (id),
  CONSTRAINT break_glass_reviews_reviewed_by_people_id_fk
    FOREIGN KEY (reviewed_by) REFERENCES people (id)
);
CREATE INDEX break_glass_reviews_open ON break_glass_reviews (due_at) WHERE reviewed_at is null;

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Grants and executions
-- -------------------------------------------------------------------------------------------------

-- The server's own signing keys. One is current.
CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  private_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);
CREATE UNIQUE INDEX signing_keys_one_current ON signing_keys ((retired_at is null))
  WHERE retired_at is null;

-- One grant at most for each request. There are no foreign keys to `requests` and `agents`: these
-- rows stay.
CREATE TABLE grants (
  id text PRIMARY KEY,
  request_id text NOT NULL,
  agent_id text NOT NULL,
  owner_id text NOT NULL,
  owner_epoch integer NOT NULL,
  action_digest text NOT NULL,
  kid text NOT NULL,
  claims text NOT NULL,
  state text NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  closed_at timestamptz,
  redeemed_by text,
  CONSTRAINT grants_request_id_unique UNIQUE (request_id),
  CONSTRAINT grants_state CHECK (state in ('issued', 'redeemed', 'revoked'))
);
CREATE INDEX grants_issued_agent ON grants (agent_id, expires_at) WHERE state = 'issued';
CREATE INDEX grants_unredeemed_expiry ON grants (expires_at)
  WHERE state = 'issued' and redeemed_by is null;

-- A test agent gets no grant. The trigger is for a statement and not for a row, because every
-- auto-approved ask inserts a grant.
CREATE FUNCTION refuse_test_agent_grants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added g JOIN agents a ON a.id = g.agent_id WHERE a.is_test) THEN
    RAISE EXCEPTION 'a test agent gets no grant' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER grants_test_agent AFTER INSERT ON grants REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_test_agent_grants();

-- No grant is moved to a test agent: `grants_test_agent` looks at new grants alone.
CREATE TRIGGER grants_moved_test_agent BEFORE UPDATE OF agent_id ON grants
  FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();

-- Redemptions whose outcome is to be reported.
CREATE TABLE executions (
  request_id text PRIMARY KEY,
  grant_id text NOT NULL,
  agent_id text NOT NULL,
  boundary_id text,
  call_hash text,
  state text NOT NULL DEFAULT 'expected',
  started_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  uncertain_at timestamptz,
  reported_at timestamptz,
  duration_ms integer,
  result_sha256 text,
  error text,
  finding text,
  note text,
  resolved_by text,
  resolved_at timestamptz,
  CONSTRAINT executions_state CHECK (state in ('expected', 'done', 'failed', 'uncertain')),
  CONSTRAINT executions_finding CHECK (finding in ('ran', 'did_not_run')),
  CONSTRAINT executions_resolution_whole CHECK (
    (resolved_at is null) = (resolved_by is null) and (resolved_at is null) = (finding is null)
    and (resolved_at is null) = (note is null) and (resolved_at is null or state = 'uncertain')
  ),
  CONSTRAINT executions_resolved_by_people_id_fk FOREIGN KEY (resolved_by) REFERENCES people (id)
);
CREATE INDEX executions_call ON executions (agent_id, call_hash) WHERE call_hash is not null;
CREATE INDEX executions_due ON executions (due_at) WHERE state = 'expected';
CREATE INDEX executions_unresolved ON executions (agent_id, request_id)
  WHERE state = 'uncertain' and resolved_at is null;
CREATE INDEX executions_boundary ON executions (boundary_id, started_at)
  WHERE boundary_id is not null;

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Subtotals of requests
-- -------------------------------------------------------------------------------------------------

-- Counts and sums of requests for the policy's totals, kept by triggers on `requests` and merged by
-- a job (docs/decisions/0029-subtotals.md).

-- Merged counts and sums. A merge updates the row of a busy bucket again and again: the fill factor
-- leaves room for the new row on the same page.
CREATE TABLE subtotals (
  scope text NOT NULL,
  seconds integer NOT NULL,
  currency text NOT NULL,
  start timestamptz NOT NULL,
  action_type text NOT NULL,
  count bigint NOT NULL,
  sum numeric NOT NULL,
  CONSTRAINT subtotals_scope_seconds_currency_start_action_type_pk
    PRIMARY KEY (scope, seconds, currency, start, action_type)
) WITH (fillfactor = 70);
CREATE INDEX subtotals_empty ON subtotals (scope) WHERE count = 0;

-- How many requests an agent made on a day (UTC), by their current state.
CREATE TABLE daily_outcomes (
  agent_id text NOT NULL,
  day date NOT NULL,
  state text NOT NULL,
  count bigint NOT NULL,
  CONSTRAINT daily_outcomes_agent_id_day_state_pk PRIMARY KEY (agent_id, day, state)
);

-- Changes that the next merge reads and deletes, so that almost every row is soon dead.
CREATE TABLE subtotal_changes (
  agent_id text NOT NULL,
  owner_id text,
  resource text,
  action_type text NOT NULL,
  currency text NOT NULL,
  state text NOT NULL,
  minute timestamptz NOT NULL,
  count integer NOT NULL,
  sum numeric NOT NULL
) WITH (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_threshold = -1,
  autovacuum_analyze_threshold = 5000
);
CREATE INDEX subtotal_changes_agent ON subtotal_changes (agent_id);
CREATE INDEX subtotal_changes_owner ON subtotal_changes (owner_id) WHERE owner_id is not null;
CREATE INDEX subtotal_changes_resource ON subtotal_changes (resource) WHERE resource is not null;

-- The scope of a resource's totals. It is never the ID of an agent or an owner, and short enough
-- for an index with other columns.
CREATE FUNCTION subtotal_resource(resource text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN octet_length(resource) <= 100 THEN 'resource/' || resource
    ELSE 'resource#' || encode(sha256(convert_to(resource, 'UTF8')), 'hex') END
$$;

-- A currency, short enough for an index with other columns. The hash of a longer text has 128
-- characters: it never equals a text of 100 bytes or less.
CREATE FUNCTION subtotal_currency(currency text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN octet_length(currency) <= 100 THEN currency
    ELSE encode(sha512(convert_to(currency, 'UTF8')), 'hex') END
$$;

-- What one request is in `subtotal_changes`. A blocked request and a test request add to no total
-- and have no row for their resource: an agent can make blocked requests without limit, and no rule
-- may treat a real agent otherwise because of a test request.
CREATE FUNCTION subtotal_change(
  state text, edge text, owner_id text, resource text, action_type text,
  amount numeric, currency text, created_at timestamptz
) RETURNS TABLE (
  counted_owner text, counted_resource text, counted_type text, counted_currency text,
  minute timestamptz, amount_above_zero numeric
)
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN counts THEN owner_id END,
    CASE WHEN counts THEN subtotal_resource(resource) END,
    CASE WHEN counts THEN action_type ELSE '' END,
    CASE WHEN counts THEN coalesce(subtotal_currency(currency), '') ELSE '' END,
    date_bin(
      CASE WHEN counts THEN interval '1 minute' ELSE interval '1 day' END,
      created_at, timestamptz '2000-01-01 00:00:00Z'
    ),
    CASE WHEN counts AND currency IS NOT NULL THEN greatest(coalesce(amount, 0), 0) ELSE 0 END
  FROM (
    SELECT state IN ('allowed', 'approved', 'pending') AND edge IS DISTINCT FROM 'test'
  ) AS c(counts)
$$;

-- There is no trigger for DELETE, because requests are never deleted.
CREATE FUNCTION add_to_subtotals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subtotal_changes
    (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency,
    r.state, c.minute, count(*), sum(c.amount_above_zero)
  FROM added r CROSS JOIN LATERAL subtotal_change(
    r.state, r.edge, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at
  ) c
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
  RETURN NULL;
END $$;

CREATE TRIGGER requests_added AFTER INSERT ON requests REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION add_to_subtotals();

CREATE FUNCTION change_subtotals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subtotal_changes
    (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency,
    r.state, c.minute, sum(n), sum(n * c.amount_above_zero)
  FROM (
    SELECT -1 AS n, state, edge, owner_id, resource, action_type, amount, currency,
      created_at, agent_id FROM removed
    UNION ALL
    SELECT 1, state, edge, owner_id, resource, action_type, amount, currency,
      created_at, agent_id FROM added
  ) r CROSS JOIN LATERAL subtotal_change(
    r.state, r.edge, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at
  ) c
  GROUP BY 1, 2, 3, 4, 5, 6, 7
  HAVING sum(n) <> 0 OR sum(n * c.amount_above_zero) <> 0;
  RETURN NULL;
END $$;

CREATE TRIGGER requests_changed AFTER UPDATE ON requests
  REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION change_subtotals();

-- Discards all subtotals and adds the requests again, as changes for the next merge. The lock waits
-- for a running merge. The last statement sees each request together with its changes, or neither.
CREATE FUNCTION rebuild_subtotals(since timestamptz DEFAULT now() - interval '32 days')
  RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7240128);
  DELETE FROM subtotals;
  DELETE FROM daily_outcomes;
  WITH cleared AS (DELETE FROM subtotal_changes)
  INSERT INTO subtotal_changes
    (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency,
    r.state, c.minute, count(*), sum(c.amount_above_zero)
  FROM requests r CROSS JOIN LATERAL subtotal_change(
    r.state, r.edge, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at
  ) c
  WHERE r.created_at >= since
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Boundaries
-- -------------------------------------------------------------------------------------------------

-- Registered boundaries: the edges where calls are held until they are decided.
CREATE TABLE boundaries (
  id text PRIMARY KEY,
  name text NOT NULL,
  held_tools text NOT NULL DEFAULT 'block',
  public_key bytea,
  enrolled_at timestamptz,
  kind text,
  version text,
  upstream text,
  server text,
  mapping_digest text,
  last_contact_at timestamptz,
  report_id text,
  next_part integer,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT boundaries_held_tools CHECK (held_tools in ('block', 'step_up')),
  CONSTRAINT boundaries_enrolled_whole CHECK ((public_key is null) = (enrolled_at is null)),
  CONSTRAINT boundaries_created_by_people_id_fk FOREIGN KEY (created_by) REFERENCES people (id)
);
CREATE INDEX boundaries_key ON boundaries (public_key);

-- One-time codes with which boundaries enroll their own public key, stored as their SHA-256.
CREATE TABLE boundary_enrollment_codes (
  code_hash text PRIMARY KEY,
  boundary_id text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT boundary_enrollment_codes_boundary_id_boundaries_id_fk
    FOREIGN KEY (boundary_id) REFERENCES boundaries (id)
);
CREATE INDEX boundary_enrollment_codes_boundary ON boundary_enrollment_codes (boundary_id);

-- The mappings of boundaries as admins saved them. The highest version is live.
CREATE TABLE boundary_mappings (
  boundary_id text NOT NULL,
  version integer NOT NULL,
  document text NOT NULL,
  digest text NOT NULL,
  created_by text NOT NULL,
  proposed_by text,
  created_at timestamptz NOT NULL,
  CONSTRAINT boundary_mappings_boundary_id_version_pk PRIMARY KEY (boundary_id, version),
  CONSTRAINT boundary_mappings_version CHECK (version >= 1),
  CONSTRAINT boundary_mappings_boundary_id_boundaries_id_fk
    FOREIGN KEY (boundary_id) REFERENCES boundaries (id),
  CONSTRAINT boundary_mappings_created_by_people_id_fk
    FOREIGN KEY (created_by) REFERENCES people (id),
  CONSTRAINT boundary_mappings_proposed_by_people_id_fk
    FOREIGN KEY (proposed_by) REFERENCES people (id)
);

CREATE TRIGGER boundary_mappings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON boundary_mappings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The tools that boundaries reported, with what an admin accepted. The state is computed, so that
-- it always agrees with the hashes.
CREATE TABLE boundary_tools (
  boundary_id text NOT NULL,
  name text NOT NULL,
  accepted_description text,
  accepted_schema text,
  accepted_text text,
  accepted_by text,
  accepted_at timestamptz,
  seen_description text,
  seen_schema text,
  seen_text text,
  report_id text NOT NULL,
  changed_at timestamptz NOT NULL,
  state text NOT NULL GENERATED ALWAYS AS (
    case
      when seen_description is null then 'gone'
      when accepted_description is null then 'added'
      when accepted_description = seen_description and accepted_schema = seen_schema then 'accepted'
      else 'changed'
    end
  ) STORED,
  CONSTRAINT boundary_tools_boundary_id_name_pk PRIMARY KEY (boundary_id, name),
  CONSTRAINT boundary_tools_accepted_whole CHECK (
    (accepted_description is null) = (accepted_schema is null)
    and (accepted_description is null) = (accepted_text is null)
    and (accepted_description is null) = (accepted_by is null)
    and (accepted_description is null) = (accepted_at is null)
  ),
  CONSTRAINT boundary_tools_seen_whole CHECK (
    (seen_description is null) = (seen_schema is null)
    and (seen_text is null or seen_description is not null)
  ),
  CONSTRAINT boundary_tools_boundary_id_boundaries_id_fk
    FOREIGN KEY (boundary_id) REFERENCES boundaries (id),
  CONSTRAINT boundary_tools_accepted_by_people_id_fk
    FOREIGN KEY (accepted_by) REFERENCES people (id)
);
CREATE INDEX boundary_tools_held ON boundary_tools (boundary_id, name)
  WHERE state in ('added', 'changed');

-- Answers to gateways that sign their calls: the same signed call gets the same answer again.
CREATE TABLE gateway_answers (
  agent_id text NOT NULL,
  call_hash text NOT NULL,
  received_at timestamptz NOT NULL,
  answer text,
  CONSTRAINT gateway_answers_agent_id_call_hash_pk PRIMARY KEY (agent_id, call_hash),
  CONSTRAINT gateway_answers_agent_id_agents_id_fk FOREIGN KEY (agent_id) REFERENCES agents (id)
);
CREATE INDEX gateway_answers_received ON gateway_answers (received_at);

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Notifications
-- -------------------------------------------------------------------------------------------------

-- Notices to a person in the app, shown until seen. The same notice about a request is shown once.
CREATE TABLE notices (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  kind text NOT NULL,
  request_id text,
  agent_id text,
  proposal_id text,
  offer_id text,
  more integer NOT NULL DEFAULT 0,
  enrollment_id text,
  push_subscription_id text,
  delegation_id text,
  created_at timestamptz NOT NULL,
  seen_at timestamptz,
  CONSTRAINT notices_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id),
  CONSTRAINT notices_request_id_requests_id_fk FOREIGN KEY (request_id) REFERENCES requests (id),
  CONSTRAINT notices_proposal_id_proposals_id_fk
    FOREIGN KEY (proposal_id) REFERENCES proposals (id),
  CONSTRAINT notices_offer_id_ownership_offers_id_fk
    FOREIGN KEY (offer_id) REFERENCES ownership_offers (id),
  CONSTRAINT notices_enrollment_id_enrollments_id_fk
    FOREIGN KEY (enrollment_id) REFERENCES enrollments (id),
  CONSTRAINT notices_delegation_id_delegations_id_fk
    FOREIGN KEY (delegation_id) REFERENCES delegations (id)
);
CREATE INDEX notices_unseen ON notices (person_id, id) WHERE seen_at is null;
CREATE UNIQUE INDEX notices_once ON notices (person_id, kind, request_id)
  WHERE request_id is not null;
CREATE INDEX notices_proposal ON notices (proposal_id) WHERE seen_at is null;

-- Which messages a person wants, and when.
CREATE TABLE notification_preferences (
  person_id text PRIMARY KEY,
  channels jsonb NOT NULL,
  time_zone text NOT NULL,
  quiet_from text,
  quiet_until text,
  quiet_except text[] NOT NULL,
  digest text NOT NULL,
  digest_at text NOT NULL,
  when_away text NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT notification_preferences_person_id_people_id_fk
    FOREIGN KEY (person_id) REFERENCES people (id)
);

-- Events that people and endpoints are to be notified of, written in the transaction of the change.
CREATE TABLE outbox (
  id text PRIMARY KEY,
  kind text NOT NULL,
  request_id text,
  agent_id text,
  notice_id text,
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL
);
CREATE INDEX outbox_due ON outbox (due_at, id);

-- Every statement that closes a pending request (a decision, a withdrawal, the expiry, the end of
-- an authority) writes to the outbox through this trigger: no statement can forget it. A request
-- closes once, so that its own ID makes the ID of the row.
CREATE FUNCTION outbox_request_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (id, kind, request_id, agent_id, created_at, due_at) VALUES (
    'obx_' || substr(NEW.id, 5), 'request_closed', NEW.id, NEW.agent_id,
    coalesce(NEW.closed_at, now()), coalesce(NEW.closed_at, now())
  ) ON CONFLICT DO NOTHING;
  PERFORM pg_notify('countersign', 'outbox');
  RETURN NULL;
END $$;

CREATE TRIGGER requests_closed AFTER UPDATE OF state ON requests FOR EACH ROW
  WHEN (OLD.state = 'pending' AND NEW.state <> 'pending') EXECUTE FUNCTION outbox_request_closed();

-- Messages, each to one destination through one channel, and what became of them.
CREATE TABLE deliveries (
  id text PRIMARY KEY,
  notification_id text NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  person_id text,
  destination text NOT NULL,
  receiver text NOT NULL,
  request_id text,
  agent_id text,
  notice_id text,
  state text NOT NULL DEFAULT 'queued',
  digest_key text,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  leased_until timestamptz,
  expires_at timestamptz,
  follows text,
  reference text,
  error text,
  created_at timestamptz NOT NULL,
  closed_at timestamptz,
  CONSTRAINT deliveries_once UNIQUE (notification_id, channel, destination),
  CONSTRAINT deliveries_state CHECK (state in ('queued', 'delivered', 'failed', 'withdrawn')),
  CONSTRAINT deliveries_closed CHECK ((state = 'queued') = (closed_at is null)),
  CONSTRAINT deliveries_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX deliveries_due ON deliveries (channel, receiver, due_at) WHERE state = 'queued';
CREATE INDEX deliveries_leased ON deliveries (channel, receiver)
  WHERE state = 'queued' and leased_until is not null;
CREATE INDEX deliveries_digest ON deliveries (digest_key)
  WHERE state = 'queued' and digest_key is not null;
CREATE INDEX deliveries_request ON deliveries (request_id, id) WHERE request_id is not null;
CREATE INDEX deliveries_webhook ON deliveries (destination, id) WHERE channel = 'webhook';
CREATE INDEX deliveries_failed ON deliveries (id) WHERE state = 'failed';

-- Receivers that get no message for a while: the last one failed, or the channel limits messages.
CREATE TABLE receivers (
  channel text NOT NULL,
  receiver text NOT NULL,
  failures integer NOT NULL,
  paused_until timestamptz NOT NULL,
  CONSTRAINT receivers_channel_receiver_pk PRIMARY KEY (channel, receiver)
);

-- Reminders that were sent: the primary key decides which of several processes sends one.
CREATE TABLE reminders (
  about text NOT NULL,
  stage text NOT NULL,
  sent_at timestamptz NOT NULL,
  CONSTRAINT reminders_about_stage_pk PRIMARY KEY (about, stage)
);

-- Receivers of signed webhooks: endpoints of admins, and one callback for each agent.
CREATE TABLE webhook_endpoints (
  id text PRIMARY KEY,
  url text NOT NULL,
  description text NOT NULL,
  event_types text[] NOT NULL,
  agent_id text,
  secret_sealed bytea NOT NULL,
  previous_secret_sealed bytea,
  previous_secret_ends_at timestamptz,
  status text NOT NULL DEFAULT 'active',
  disabled_reason text,
  disabled_at timestamptz,
  failing_since timestamptz,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  changed_by text,
  changed_at timestamptz,
  CONSTRAINT webhook_endpoints_status CHECK (status in ('active', 'disabled')),
  CONSTRAINT webhook_endpoints_disabled CHECK (
    (status = 'disabled') = (disabled_reason is not null)
    and (status = 'disabled') = (disabled_at is not null)
  ),
  CONSTRAINT webhook_endpoints_rotation CHECK (
    (previous_secret_sealed is null) = (previous_secret_ends_at is null)
  ),
  CONSTRAINT webhook_endpoints_agent_id_agents_id_fk FOREIGN KEY (agent_id) REFERENCES agents (id),
  CONSTRAINT webhook_endpoints_created_by_people_id_fk
    FOREIGN KEY (created_by) REFERENCES people (id),
  CONSTRAINT webhook_endpoints_changed_by_people_id_fk
    FOREIGN KEY (changed_by) REFERENCES people (id)
);
CREATE UNIQUE INDEX webhook_endpoints_callback ON webhook_endpoints (agent_id);

-- The mail server, in one row at most.
CREATE TABLE mail_settings (
  id integer PRIMARY KEY DEFAULT 1,
  host text NOT NULL,
  port integer NOT NULL,
  security text NOT NULL,
  user_name text,
  password_sealed bytea,
  from_address text NOT NULL,
  from_name text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT mail_settings_is_one CHECK (id = 1),
  CONSTRAINT mail_settings_security CHECK (security in ('starttls', 'tls', 'none')),
  CONSTRAINT mail_settings_sign_in CHECK ((user_name is null) = (password_sealed is null)),
  CONSTRAINT mail_settings_changed_by_people_id_fk FOREIGN KEY (changed_by) REFERENCES people (id)
);

-- The chat services, one of each kind at most.
CREATE TABLE chat_settings (
  kind text PRIMARY KEY,
  id text NOT NULL,
  secret_sealed bytea NOT NULL,
  host text NOT NULL,
  ends_with text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT chat_settings_id_unique UNIQUE (id),
  CONSTRAINT chat_settings_changed_by_people_id_fk FOREIGN KEY (changed_by) REFERENCES people (id)
);

-- The Slack member who has a person's email address.
CREATE TABLE chat_identities (
  person_id text PRIMARY KEY,
  setting_id text NOT NULL,
  email text NOT NULL,
  slack_user_id text,
  looked_up_at timestamptz NOT NULL,
  CONSTRAINT chat_identities_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES people (id)
);

-- The server's keys for push services (VAPID, RFC 8292). One is current.
CREATE TABLE vapid_keys (
  public_key text PRIMARY KEY,
  private_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);
CREATE UNIQUE INDEX vapid_keys_one_current ON vapid_keys ((retired_at is null))
  WHERE retired_at is null;

-- The devices on which people receive web push.
CREATE TABLE push_subscriptions (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  endpoint text NOT NULL,
  p256dh text NOT NULL,
  auth_sealed bytea NOT NULL,
  vapid_key text NOT NULL,
  device_name text NOT NULL,
  session_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  last_delivered_at timestamptz,
  CONSTRAINT push_subscriptions_endpoint_unique UNIQUE (endpoint),
  CONSTRAINT push_subscriptions_person_id_people_id_fk
    FOREIGN KEY (person_id) REFERENCES people (id),
  CONSTRAINT push_subscriptions_vapid_key_vapid_keys_public_key_fk
    FOREIGN KEY (vapid_key) REFERENCES vapid_keys (public_key)
);
CREATE INDEX push_subscriptions_person ON push_subscriptions (person_id);

--> statement-breakpoint
-- -------------------------------------------------------------------------------------------------
-- Audit log, and bookkeeping of the processes
-- -------------------------------------------------------------------------------------------------

-- Facts. `body` is the event; the other columns repeat parts of it for searching.
CREATE TABLE audit_events (
  id text PRIMARY KEY,
  at timestamptz NOT NULL,
  type text NOT NULL,
  actor_id text NOT NULL,
  person_id text,
  agent_id text,
  request_id text,
  body bytea NOT NULL,
  CONSTRAINT audit_events_size CHECK (length(body) <= 65535)
);
CREATE INDEX audit_events_type ON audit_events (type, id);
CREATE INDEX audit_events_actor ON audit_events (actor_id, id) WHERE starts_with(actor_id, 'per_');
CREATE INDEX audit_events_person ON audit_events (person_id, id);
CREATE INDEX audit_events_agent ON audit_events (agent_id, id);
CREATE INDEX audit_events_request ON audit_events (request_id, id);
CREATE INDEX audit_events_standing ON audit_events (person_id, id)
  WHERE type in ('person.removal_refused', 'person.suspended', 'person.left',
    'person.called_active');
CREATE INDEX audit_events_agent_itself ON audit_events (agent_id, id)
  WHERE agent_id is not null and request_id is null and type <> 'agent.refused';

CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Moments at which requests expire, so that each moment gets one job.
CREATE TABLE expiries (
  due_at timestamptz PRIMARY KEY
);

-- Counters of calls. UNLOGGED: losing the counts in a crash is fine, waiting for the disk is not.
CREATE UNLOGGED TABLE rate_limits (
  bucket text NOT NULL,
  window_start timestamptz NOT NULL,
  count integer NOT NULL,
  CONSTRAINT rate_limits_bucket_window_start_pk PRIMARY KEY (bucket, window_start)
);
