import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Time } from "#components/ui/time";
import { personNames } from "#lib/directory/person-names";
import { findPublishingSetting } from "#lib/directory/publishing-setting";
import { SettingsHeader } from "../settings-header.tsx";
import { AnswerEnd, ProposeEnd, RequireTwo } from "./second-admin.tsx";

export const metadata: Metadata = { title: "Publishing" };

export default async function PublishingPage() {
  const viewer = await requireViewer("admin");
  const { db, clock } = runtime();
  const { needsSecondAdmin, endProposal } = await findPublishingSetting(db);
  const names = await personNames(db, endProposal ? [endProposal.by] : []);
  const isOwn = endProposal?.by === viewer.personId;
  return (
    <>
      <SettingsHeader isAdmin />
      <Card className="max-w-3xl">
        <CardHeader>
          <CardTitle>Publishing the policy</CardTitle>
          <Badge variant={needsSecondAdmin ? "success" : "default"}>
            {needsSecondAdmin ? "Takes two admins" : "Takes one admin"}
          </Badge>
          <CardDescription>
            {needsSecondAdmin
              ? "One admin proposes a version of the policy, another publishes exactly that, each with a passkey. To let one be enough again takes two admins as well."
              : "One admin with a passkey puts a version of the policy into force. You can require that another admin confirms it too."}
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-4">
          {endProposal ? (
            <Alert
              variant="warning"
              title={`${isOwn ? "You" : (names.get(endProposal.by) ?? "Another admin")} proposed that one admin be enough`}
            >
              <Time at={endProposal.at} now={clock()} show="both" />.{" "}
              {isOwn ? "Another admin has to confirm it." : "It takes effect once you confirm it."}
            </Alert>
          ) : null}
          <div className="flex flex-wrap gap-2">
            {needsSecondAdmin ? null : <RequireTwo />}
            {needsSecondAdmin && !endProposal ? <ProposeEnd /> : null}
            {endProposal ? <AnswerEnd proposedBy={endProposal.by} isOwn={isOwn} /> : null}
          </div>
        </CardContent>
      </Card>
    </>
  );
}
