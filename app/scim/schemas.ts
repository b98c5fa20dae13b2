import { enterpriseUrn, groupUrn, userUrn } from "#lib/scim/schema-urns";

interface Attribute {
  name: string;
  type: "string" | "boolean" | "complex" | "reference";
  multiValued: boolean;
  description: string;
  required: boolean;
  caseExact: boolean;
  mutability: "readWrite" | "readOnly" | "immutable";
  returned: "always" | "default";
  uniqueness: "none" | "server";
  subAttributes?: Attribute[];
  referenceTypes?: string[];
}

/** An attribute as RFC 7643, section 7, describes it: a single optional text unless told otherwise. */
function attribute(name: string, description: string, more: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: "string",
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    ...more,
  };
}

const userAttributes = [
  attribute("userName", "What the directory calls the person.", { required: true, uniqueness: "server" }),
  attribute("name", "The person's name.", {
    type: "complex",
    subAttributes: [
      attribute("formatted", "The whole name."),
      attribute("givenName", "The given name."),
      attribute("familyName", "The family name."),
    ],
  }),
  attribute("displayName", "The name to show."),
  attribute("title", "Their title."),
  attribute(
    "active",
    "Whether they may be here. False suspends them at once, with everything that follows.",
    {
      type: "boolean",
    },
  ),
  attribute("emails", "Their address. Of several, the primary one or the one for work is kept.", {
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute("value", "The address."),
      attribute("type", "Always work."),
      attribute("primary", "Always true.", { type: "boolean" }),
    ],
  }),
];

const enterpriseAttributes = [
  ["employeeNumber", "Their number as an employee."],
  ["costCenter", "Their cost centre."],
  ["organization", "Their organisation."],
  ["division", "Their division."],
  ["department", "Their department."],
].map(([name = "", description = ""]) => attribute(name, description));

const groupAttributes = [
  attribute("displayName", "The group's name, by which admins find it for the policy's rules.", {
    required: true,
    uniqueness: "server",
  }),
  attribute("members", "The people in it.", {
    type: "complex",
    multiValued: true,
    subAttributes: [
      attribute("value", "The id of a User.", { caseExact: true, mutability: "immutable" }),
      attribute("$ref", "Where the User is.", {
        type: "reference",
        referenceTypes: ["User"],
        mutability: "readOnly",
      }),
      attribute("display", "Their name.", { mutability: "readOnly" }),
      attribute("type", "Always User.", { mutability: "immutable" }),
    ],
  }),
];

/** What resources have, by schema. */
export const schemas = [
  { id: userUrn, name: "User", description: "A person", attributes: userAttributes },
  {
    id: enterpriseUrn,
    name: "EnterpriseUser",
    description: "Enterprise User",
    attributes: enterpriseAttributes,
  },
  { id: groupUrn, name: "Group", description: "A group of approvers", attributes: groupAttributes },
];
