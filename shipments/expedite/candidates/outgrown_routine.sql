-- shipments/expedite/candidates/outgrown_routine.sql
-- Its required date is an earlier one now, or its item is needed in an emergency.
s.required_on < s.first_required_on
OR s.item_id IN (SELECT n.item_id FROM shipments_need AS n
                  WHERE n.urgency = 'emergency' AND n.closed_on IS NULL)
