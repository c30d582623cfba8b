-- Of an order o that is known, all but its quantity, to what was merged, m
       document_number = coalesce(o.document_number, m.document_number),
       requisition = coalesce(m.requisition, ''), case_id = m.case_id,
       contract_id = m.contract_id, item_id = m.item_id, contractor_id = m.contractor_id,
       lane_id = m.lane_id, unit_of_issue = coalesce(m.unit_of_issue, ''),
       ordered_on = m.ordered_on,
       ordered_on_precision = CASE WHEN m.ordered_on IS NOT DISTINCT FROM o.ordered_on
                                   THEN o.ordered_on_precision ELSE 'day' END,
       acknowledged_on = m.acknowledged_on,
       required_on = m.required_on,
       required_on_precision = CASE WHEN m.required_on IS NOT DISTINCT FROM o.required_on
                                    THEN o.required_on_precision ELSE 'day' END,
       required_basis = CASE WHEN m.required_on IS NOT DISTINCT FROM o.required_on
                             THEN o.required_basis ELSE 'required date' END,
       first_required_on = m.first_required_on,
       first_required_on_precision =
           CASE WHEN m.first_required_on IS NOT DISTINCT FROM o.first_required_on
                THEN o.first_required_on_precision
                WHEN m.first_required_on = o.required_on AND o.first_required_on IS NULL
                THEN o.required_on_precision ELSE 'day' END,
       priority_designator = m.priority_designator, urgency = coalesce(m.urgency, 'routine'),
       cancelled_on = m.cancelled_on, note = coalesce(m.note, '')
