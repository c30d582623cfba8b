-- The table of statements about orders, one a line, for the transaction that applies a file
-- Writes       import_statement and import_origin, empty; they are gone with the transaction
-- Repeatable   a second file in one transaction begins with empty tables, too
DROP TABLE IF EXISTS import_statement, import_origin;
CREATE TEMPORARY TABLE import_statement (
    line bigint NOT NULL,
    -- When it was said, and whether the line may record an order that is not there.
    said_at timestamptz NOT NULL,
    may_create boolean NOT NULL DEFAULT true,
    -- Which order: by its document number, 14 characters in upper case, else by its reference.
    reference text,
    document_number text,
    -- What is said. Null is not said, and takes nothing away; so is an empty text.
    nsn text,              -- 13 digits
    item text,             -- its name
    quantity bigint,       -- in the unit
    unit text,             -- two letters
    case_id text,          -- its identifier, or its row in the public record
    contract text,         -- its number, or its row in the public record
    contractor text,       -- its name, or its name and city: "Fictional Works, Springfield"
    ordered_on date,
    acknowledged_on date,
    required_on date,
    priority smallint,     -- 1 to 15
    urgency text,          -- routine, urgent or emergency
    lane text,             -- its key, or "mode from to" by the codes of places: "sea USBAL ILASH"
    note text,
    cancelled_on date,
    requisition text,      -- the 80 columns by which it was ordered
    text text NOT NULL     -- the line as it was sent, which is kept of what is not applied
) ON COMMIT DROP;
-- Of the lines that are none of this file's, but waited for their order: which file's they are.
CREATE TEMPORARY TABLE import_origin (
    line bigint NOT NULL, batch_id bigint NOT NULL, source_line bigint NOT NULL,
    sender text NOT NULL, uploaded_by_id bigint
) ON COMMIT DROP;
