"""The tables of tests/flows/test_urls_by_role.py: what each address answers, and who changes something there."""

# `in` is the way to the log-in. The other delegate and the owner are of the same delegation; the superuser has no role.
TABLE = """
#                                              anon other owner  revi  trea  logi  comm  dire  audi super
travel:home                                     200   200   200   200   200   200   200   200   200   200
travel:money                                    200   200   200   200   200   200   200   200   200   200
travel:my_journey                                in   200   200   302   302   302   302   302   302   302
travel:my_papers                                 in   200   200   302   302   302   302   302   302   302
travel:reveal_papers                             in   405   405   405   405   405   405   405   405   405
travel:my_flights                                in   200   200   302   302   302   302   302   302   302
travel:record_own_booking                        in   200   200   302   302   302   302   302   302   302
travel:cancel_own_booking                        in   405   405   405   405   405   405   405   405   405
travel:draft_claim                               in   405   405   405   405   405   405   405   405   405
travel:fill_days                                 in   405   405   405   405   405   405   405   405   405
travel:briefing                                  in   200   200   200   200   200   200   200   200   404
travel:acknowledge_briefing                      in   405   405   405   405   405   405   405   405   405
travel:desk                                      in   403   403   200   200   200   200   200   200   403
travel:board                                     in   403   403   200   200   200   200   200   200   403
travel:board_export                              in   403   403   200   200   200   200   200   200   403
travel:remind_late                              405   405   405   405   405   405   405   405   405   405
travel:find                                      in   403   403   200   200   200   200   200   200   403
travel:bookings                                  in   403   403   200   200   200   200   200   200   403
travel:record_booking                            in   403   403   403   403   200   403   200   403   403
travel:accreditations                            in   403   403   200   200   200   200   200   200   403
travel:briefings_desk                            in   403   403   200   200   200   200   200   200   403
travel:new_briefing                              in   403   403   403   403   200   200   200   403   403
travel:publish_briefing                          in   404   404   200   200   200   200   200   200   404
travel:withdraw_briefing                         in   405   405   405   405   405   405   405   405   405
travel:booking                                   in   404   404   200   200   200   200   200   200   404
travel:reveal_booking                            in   405   405   405   405   405   405   405   405   405
travel:ticket_booking                            in   405   405   405   405   405   405   405   405   405
travel:cancel_booking                            in   405   405   405   405   405   405   405   405   405
travel:hold_cost                                 in   405   405   405   405   405   405   405   405   405
travel:link_cost                                 in   405   405   405   405   405   405   405   405   405
travel:unlink_cost                               in   405   405   405   405   405   405   405   405   405
travel:credits                                   in   403   403   200   200   200   200   200   200   403
travel:use_credit                                in   405   405   405   405   405   405   405   405   405
travel:check_booking                             in   405   405   405   405   405   405   405   405   405
travel:delegate_file                             in   404   404   200   200   200   200   200   200   404
travel:begin_accreditation                       in   405   405   405   405   405   405   405   405   405
travel:waive_requirement                         in   405   405   405   405   405   405   405   405   405
travel:end_waiver                                in   405   405   405   405   405   405   405   405   405
travel:reveal_passport                           in   405   405   405   405   405   405   405   405   405
travel:see_passport                              in   405   405   405   405   405   405   405   405   405
travel:reject_passport                           in   405   405   405   405   405   405   405   405   405
travel:request_letter_accreditation              in   405   405   405   405   405   405   405   405   405
travel:sign_letter_accreditation                 in   405   405   405   405   405   405   405   405   405
travel:submit_accreditation                      in   405   405   405   405   405   405   405   405   405
travel:receive_accreditation                     in   405   405   405   405   405   405   405   405   405
travel:ask_accreditation                         in   405   405   405   405   405   405   405   405   405
travel:approve_accreditation                     in   405   405   405   405   405   405   405   405   405
travel:reject_accreditation                      in   405   405   405   405   405   405   405   405   405
travel:issue_badge_accreditation                 in   405   405   405   405   405   405   405   405   405
travel:activate_badge_accreditation              in   405   405   405   405   405   405   405   405   405
travel:expire_accreditation                      in   405   405   405   405   405   405   405   405   405
travel:withdraw_accreditation                    in   405   405   405   405   405   405   405   405   405
travel:api_readiness                            403   403   403   200   200   200   200   200   200   403
fundraising:my_appeal                            in   200   200   200   200   200   200   200   200   200
fundraising:my_appeal_full_name                  in   200   200   200   200   200   200   200   200   200
fundraising:my_budget                            in   200   200   200   200   200   200   200   200   200
fundraising:my_appeal_preview                    in   200   200   200   200   200   200   200   200   200
fundraising:my_appeal_submit                     in   200   200   200   200   200   200   200   200   200
fundraising:my_appeal_take_back                 405   405   405   405   405   405   405   405   405   405
fundraising:my_appeal_pause                      in   404   200   404   404   404   404   404   404   404
fundraising:my_appeal_resume                     in   404   200   404   404   404   404   404   404   404
fundraising:my_appeal_close                      in   404   200   404   404   404   404   404   404   404
fundraising:my_updates                           in   404   200   200   200   200   200   200   200   200
fundraising:my_update_hide                      405   405   405   405   405   405   405   405   405   405
fundraising:photo                               200   200   200   200   200   200   200   200   200   200
fundraising:appeals_desk                         in   403   403   200   200   200   200   200   200   403
fundraising:rates                                in   403   403   200   200   200   200   200   200   403
fundraising:review                               in   404   404   200   200   200   200   200   200   404
fundraising:review_preview                       in   404   404   200   200   200   200   200   200   404
fundraising:approve_appeal                       in   405   405   405   405   405   405   405   405   405
fundraising:request_changes_appeal               in   405   405   405   405   405   405   405   405   405
fundraising:decline_appeal                       in   405   405   405   405   405   405   405   405   405
fundraising:pause_appeal                         in   404   404   200   200   200   200   200   200   404
fundraising:resume_appeal                        in   404   404   200   200   200   200   200   200   404
fundraising:close_appeal                         in   404   404   200   200   200   200   200   200   404
fundraising:approve_update                       in   405   405   405   405   405   405   405   405   405
fundraising:hide_update                          in   405   405   405   405   405   405   405   405   405
fundraising:appeal_list                         200   200   200   200   200   200   200   200   200   200
fundraising:appeal_public                       200   200   200   200   200   200   200   200   200   200
fundraising:appeal_shared                       200   200   200   200   200   200   200   200   200   200
fundraising:give_pool                           200   200   200   200   200   200   200   200   200   200
fundraising:give_pool_form                      200   200   200   200   200   200   200   200   200   200
fundraising:give_appeal                         200   200   200   200   200   200   200   200   200   200
fundraising:thanks                              200   200   200   200   200   200   200   200   200   200
fundraising:api_appeals                         200   200   200   200   200   200   200   200   200   200
fundraising:api_appeal                          200   200   200   200   200   200   200   200   200   200
fundraising:share_appeal                         in   404   404   200   200   200   200   200   200   404
fundraising:share_mail                           in   404   404   200   200   200   200   200   200   404
fundraising:recall_share                         in   404   404   403   403   403   200   200   403   404
fundraising:stripe_webhook                      405   405   405   405   405   405   405   405   405   405
fundraising:money_desk                           in   403   403   403   200   403   403   200   200   403
fundraising:allocations                          in   403   403   200   200   200   200   200   200   403
fundraising:propose_allocation                   in   403   403   403   200   403   403   200   403   403
fundraising:allocation                           in   404   404   200   200   200   200   200   200   404
fundraising:decide_allocation                    in   405   405   405   405   405   405   405   405   405
fundraising:decline_allocation                   in   405   405   405   405   405   405   405   405   405
fundraising:take_back_allocation                 in   405   405   405   405   405   405   405   405   405
fundraising:gifts                                in   403   403   403   200   403   403   200   200   403
fundraising:messages                             in   403   403   200   403   403   200   200   403   403
fundraising:show_message                         in   405   405   405   405   405   405   405   405   405
fundraising:hide_message                         in   405   405   405   405   405   405   405   405   405
fundraising:export_gifts                         in   403   403   405   405   405   405   405   405   403
fundraising:gift                                 in   404   404   403   200   403   403   200   200   404
fundraising:new_link_sent                       200   200   200   200   200   200   200   200   200   200
fundraising:my_receipt                          200   200   200   200   200   200   200   200   200   200
fundraising:my_receipt_pdf                      200   200   200   200   200   200   200   200   200   200
fundraising:send_new_link                       405   405   405   405   405   405   405   405   405   405
fundraising:my_statement                        200   200   200   200   200   200   200   200   200   200
fundraising:my_statement_pdf                    200   200   200   200   200   200   200   200   200   200
fundraising:my_trace                            200   200   200   200   200   200   200   200   200   200
fundraising:receipts                             in   403   403   403   200   403   403   200   200   403
fundraising:receipt                              in   404   404   403   200   403   403   200   200   404
fundraising:receipt_pdf                          in   404   404   403   200   403   403   200   200   404
fundraising:void_receipt                         in   405   405   405   405   405   405   405   405   405
fundraising:reissue_receipt                      in   405   405   405   405   405   405   405   405   405
fundraising:state_goods                          in   404   404   403   200   403   403   200   403   404
fundraising:statements                           in   403   403   403   200   403   403   200   200   403
fundraising:statement                            in   404   404   403   200   403   403   200   200   404
fundraising:statement_pdf                        in   404   404   403   200   403   403   200   200   404
fundraising:resend_statement                     in   405   405   405   405   405   405   405   405   405
fundraising:make_statement                       in   405   405   405   405   405   405   405   405   405
fundraising:costs                                in   403   403   403   200   403   403   200   200   403
fundraising:gift_trace                           in   404   404   403   200   403   403   200   200   404
fundraising:cost_trace                           in   404   404   403   200   403   403   200   200   404
fundraising:resend_receipt                       in   405   405   405   405   405   405   405   405   405
fundraising:books                                in   403   403   403   200   403   403   200   200   403
fundraising:trial_balance                        in   403   403   403   200   403   403   200   200   403
fundraising:fund_statement                       in   403   403   403   200   403   403   200   200   403
fundraising:activities                           in   403   403   403   200   403   403   200   200   403
fundraising:differences                          in   403   403   403   200   403   403   200   200   403
fundraising:difference                           in   403   403   403   200   403   403   200   200   403
fundraising:export_books                         in   403   403   405   405   405   405   405   405   403
fundraising:ask_reconciliation                   in   403   403   405   405   405   405   405   405   403
fundraising:ask_period                           in   403   403   405   405   405   405   405   405   403
fundraising:recheck_difference                   in   403   403   405   405   405   405   405   405   403
fundraising:propose_correction                   in   403   403   405   405   405   405   405   405   403
fundraising:decide_correction                    in   405   405   405   405   405   405   405   405   405
fundraising:decline_correction                   in   405   405   405   405   405   405   405   405   405
fundraising:take_back_correction                 in   405   405   405   405   405   405   405   405   405
fundraising:period                               in   404   404   403   200   403   403   200   200   404
fundraising:close_period                         in   405   405   405   405   405   405   405   405   405
fundraising:decline_period                       in   405   405   405   405   405   405   405   405   405
fundraising:take_back_period                     in   405   405   405   405   405   405   405   405   405
fundraising:transfers                            in   403   403   403   200   403   403   200   200   403
fundraising:propose_transfer                     in   404   404   403   200   403   403   200   403   404
fundraising:tell_postponement                    in   403   403   405   405   405   405   405   405   403
fundraising:transfer                             in   404   404   403   200   403   403   200   200   404
fundraising:decide_transfer                      in   405   405   405   405   405   405   405   405   405
fundraising:decline_transfer                     in   405   405   405   405   405   405   405   405   405
fundraising:take_back_transfer                   in   405   405   405   405   405   405   405   405   405
fundraising:stop_giving                          in   405   405   405   405   405   405   405   405   405
fundraising:allow_giving                         in   405   405   405   405   405   405   405   405   405
fundraising:my_offers                            in   200   200   200   200   200   200   200   200   200
fundraising:my_offer                             in   404   200   404   404   404   404   404   404   404
fundraising:accept_offer                         in   405   405   405   405   405   405   405   405   405
fundraising:counter_offer                        in   405   405   405   405   405   405   405   405   405
fundraising:decline_offer                        in   405   405   405   405   405   405   405   405   405
fundraising:rounds                               in   403   403   403   200   403   403   200   200   403
fundraising:open_round                           in   403   403   403   200   403   403   200   403   403
fundraising:round                                in   404   404   403   200   403   403   200   200   404
fundraising:simulate_round                       in   405   405   405   405   405   405   405   405   405
fundraising:propose_round                        in   405   405   405   405   405   405   405   405   405
fundraising:decide_round                         in   405   405   405   405   405   405   405   405   405
fundraising:decline_round                        in   405   405   405   405   405   405   405   405   405
fundraising:take_back_round                      in   405   405   405   405   405   405   405   405   405
fundraising:note_criteria                        in   404   404   403   200   403   403   200   403   404
fundraising:offer                                in   404   404   403   200   403   403   200   200   404
fundraising:keep_offer                           in   405   405   405   405   405   405   405   405   405
fundraising:suggest_offer                        in   405   405   405   405   405   405   405   405   405
fundraising:replace_offer                        in   405   405   405   405   405   405   405   405   405
fundraising:withdraw_offer                       in   405   405   405   405   405   405   405   405   405
fundraising:send_wish                           200   200   200   200   200   200   200   200   200   200
fundraising:disputes                             in   403   403   403   200   403   403   200   200   403
fundraising:payouts                              in   403   403   403   200   403   403   200   200   403
fundraising:payout                               in   403   403   403   200   403   403   200   200   403
fundraising:shortfalls                           in   403   403   403   200   403   403   200   200   403
fundraising:record_cover                         in   403   403   405   405   405   405   405   405   403
fundraising:confirm_cover                        in   405   405   405   405   405   405   405   405   405
fundraising:decline_cover                        in   405   405   405   405   405   405   405   405   405
fundraising:take_back_cover                      in   405   405   405   405   405   405   405   405   405
fundraising:held_apart                           in   403   403   403   200   403   403   200   200   403
fundraising:held_one                             in   403   403   403   200   403   403   200   200   403
fundraising:ask_place_held                       in   403   403   405   405   405   405   405   405   403
fundraising:ask_return_held                      in   403   403   405   405   405   405   405   405   403
fundraising:place_held                           in   403   403   405   405   405   405   405   405   403
fundraising:send_back_held                       in   403   403   405   405   405   405   405   405   403
fundraising:leave_held                           in   403   403   405   405   405   405   405   405   403
fundraising:request_refund                       in   405   405   405   405   405   405   405   405   405
fundraising:approve_refund                       in   405   405   405   405   405   405   405   405   405
fundraising:refuse_refund                        in   405   405   405   405   405   405   405   405   405
fundraising:monthly_gifts                        in   403   403   403   200   403   403   200   200   403
fundraising:monthly_gift                         in   404   404   403   200   403   403   200   200   404
fundraising:cancel_monthly_gift                  in   405   405   405   405   405   405   405   405   405
fundraising:redirect_monthly_gift                in   405   405   405   405   405   405   405   405   405
fundraising:resend_link_monthly_gift             in   405   405   405   405   405   405   405   405   405
fundraising:find_gifts                          200   200   200   200   200   200   200   200   200   200
fundraising:my_gifts                            200   200   200   200   200   200   200   200   200   200
fundraising:revoke_gift_links                   200   200   200   200   200   200   200   200   200   200
fundraising:my_monthly_gift                     200   200   200   200   200   200   200   200   200   200
fundraising:cancel_my_monthly_gift              200   200   200   200   200   200   200   200   200   200
fundraising:pause_my_monthly_gift               200   200   200   200   200   200   200   200   200   200
fundraising:resume_my_monthly_gift              302   302   302   302   302   302   302   302   302   302
fundraising:change_my_monthly_gift              200   200   200   200   200   200   200   200   200   200
fundraising:update_card                         200   200   200   200   200   200   200   200   200   200
fundraising:set_gift_language                   405   405   405   405   405   405   405   405   405   405
fundraising:my_money                             in   200   200   200   200   200   200   200   200   200
fundraising:request_advance                      in   200   200   404   404   404   404   404   404   404
fundraising:take_back_advance                    in   405   405   405   405   405   405   405   405   405
fundraising:agree_stipend                        in   404   200   404   404   404   404   404   404   404
fundraising:refuse_stipend                       in   405   405   405   405   405   405   405   405   405
fundraising:my_claim                             in   404   200   404   404   404   404   404   404   404
fundraising:claim_days                           in   404   200   404   404   404   404   404   404   404
fundraising:add_line_claim                       in   404   200   404   404   404   404   404   404   404
fundraising:add_receipt_claim                    in   405   405   405   405   405   405   405   405   405
fundraising:submit_claim                         in   405   405   405   405   405   405   405   405   405
fundraising:take_back_claim                      in   405   405   405   405   405   405   405   405   405
fundraising:answer_claim                         in   405   405   405   405   405   405   405   405   405
fundraising:discard_claim                        in   405   405   405   405   405   405   405   405   405
fundraising:edit_claim_line                      in   404   200   404   404   404   404   404   404   404
fundraising:remove_claim_line                    in   405   405   405   405   405   405   405   405   405
fundraising:receipt_file                         in   404   200   404   404   404   404   404   404   404
fundraising:claims                               in   403   403   200   200   200   200   200   200   403
fundraising:claim                                in   404   404   200   200   200   200   200   200   404
fundraising:approve_claim                        in   405   405   405   405   405   405   405   405   405
fundraising:part_approve_claim                   in   405   405   405   405   405   405   405   405   405
fundraising:flag_claim                           in   405   405   405   405   405   405   405   405   405
fundraising:decline_claim                        in   405   405   405   405   405   405   405   405   405
fundraising:set_figure_claim_line                in   405   405   405   405   405   405   405   405   405
fundraising:advances                             in   403   403   200   200   200   200   200   200   403
fundraising:advance                              in   404   404   200   200   200   200   200   200   404
fundraising:approve_advance                      in   405   405   405   405   405   405   405   405   405
fundraising:decline_advance                      in   405   405   405   405   405   405   405   405   405
fundraising:record_hand_back_advance             in   405   405   405   405   405   405   405   405   405
fundraising:confirm_hand_back                    in   405   405   405   405   405   405   405   405   405
fundraising:decline_hand_back                    in   405   405   405   405   405   405   405   405   405
fundraising:stipends                             in   403   403   403   200   200   403   200   200   403
fundraising:export_stipends                      in   403   403   405   405   405   405   405   405   403
fundraising:approve_stipend                      in   405   405   405   405   405   405   405   405   405
fundraising:decline_stipend                      in   405   405   405   405   405   405   405   405   405
fundraising:take_back_stipend                    in   405   405   405   405   405   405   405   405   405
fundraising:other_ways_appeal                       200   200   200   200   200   200   200   200   200   200
fundraising:other_ways_pool                         200   200   200   200   200   200   200   200   200   200
fundraising:offline_gifts                            in   403   403   403   200   403   403   200   200   403
fundraising:record_offlinegift                       in   403   403   403   200   403   403   200   403   403
fundraising:offline_gift                             in   404   404   403   200   403   403   200   200   404
fundraising:confirm_offlinegift                      in   405   405   405   405   405   405   405   405   405
fundraising:decline_offlinegift                      in   405   405   405   405   405   405   405   405   405
fundraising:take_back_offlinegift                    in   405   405   405   405   405   405   405   405   405
fundraising:bounce_offlinegift                       in   405   405   405   405   405   405   405   405   405
fundraising:deposits                                 in   403   403   403   200   403   403   200   200   403
fundraising:open_deposit                             in   403   403   405   405   405   405   405   405   403
fundraising:deposit                                  in   404   404   403   200   403   403   200   200   404
fundraising:deposit_slip                             in   404   404   403   200   403   403   200   200   404
fundraising:fill_deposit                             in   405   405   405   405   405   405   405   405   405
fundraising:take_out_deposit                         in   405   405   405   405   405   405   405   405   405
fundraising:count_deposit                            in   405   405   405   405   405   405   405   405   405
fundraising:reopen_deposit                           in   405   405   405   405   405   405   405   405   405
fundraising:confirm_deposit                          in   405   405   405   405   405   405   405   405   405
fundraising:bank_lines                               in   403   403   403   200   403   403   200   200   403
fundraising:import_statement                         in   403   403   403   200   403   403   200   403   403
fundraising:bank_line                                in   404   404   403   200   403   403   200   200   404
fundraising:match_bankline                           in   405   405   405   405   405   405   405   405   405
fundraising:set_aside_bankline                       in   405   405   405   405   405   405   405   405   405
fundraising:hold_bankline                            in   405   405   405   405   405   405   405   405   405
fundraising:take_up_bankline                         in   405   405   405   405   405   405   405   405   405
fundraising:propose_return_bankline                  in   405   405   405   405   405   405   405   405   405
fundraising:keep_bankline                            in   405   405   405   405   405   405   405   405   405
fundraising:confirm_return_bankline                  in   405   405   405   405   405   405   405   405   405
fundraising:match_pledges                            in   403   403   403   200   403   403   200   200   403
fundraising:record_matchpledge                       in   403   403   403   200   403   403   200   403   403
fundraising:match_pledge                             in   404   404   403   200   403   403   200   200   404
fundraising:agree_matchpledge                        in   405   405   405   405   405   405   405   405   405
fundraising:decline_matchpledge                      in   405   405   405   405   405   405   405   405   405
fundraising:end_matchpledge                          in   405   405   405   405   405   405   405   405   405
fundraising:ask_matchpledge                          in   405   405   405   405   405   405   405   405   405
fundraising:count_matchpledge                        in   405   405   405   405   405   405   405   405   405
fundraising:in_kind_offers                           in   403   403   403   200   200   403   200   200   403
fundraising:record_inkindoffer                       in   403   403   403   200   200   403   200   403   403
fundraising:export_in_kind                           in   403   403   405   405   405   405   405   405   403
fundraising:in_kind_offer                            in   404   404   403   200   200   403   200   200   404
fundraising:accept_inkindoffer                       in   405   405   405   405   405   405   405   405   405
fundraising:decline_inkindoffer                      in   405   405   405   405   405   405   405   405   405
fundraising:use_inkindoffer                          in   405   405   405   405   405   405   405   405   405
fundraising:release_inkindoffer                      in   405   405   405   405   405   405   405   405   405
fundraising:my_payee                              in   200   200   404   404   404   404   404   404   404
fundraising:reveal_my_payee                       in   405   405   405   405   405   405   405   405   405
fundraising:payees                                in   403   403   200   200   200   200   200   200   403
fundraising:commitments                           in   403   403   200   200   200   200   200   200   403
fundraising:payments                              in   403   403   200   200   200   200   200   200   403
fundraising:add_payee                             in   403   403   403   200   200   403   200   403   403
fundraising:propose_commitment                    in   403   403   403   200   200   403   200   403   403
fundraising:payee                                 in   404   404   200   200   200   200   200   200   404
fundraising:commitment                            in   404   404   200   200   200   200   200   200   404
fundraising:disbursement                          in   404   404   200   200   200   200   200   200   404
fundraising:batch                                 in   404   404   200   200   200   200   200   200   404
fundraising:fund                                  in   404   404   403   200   403   403   200   200   404
fundraising:create_batch                          in   403   403   405   405   405   405   405   405   403
fundraising:change_payee                          in   405   405   405   405   405   405   405   405   405
fundraising:confirm_payee                         in   405   405   405   405   405   405   405   405   405
fundraising:reveal_payee                          in   405   405   405   405   405   405   405   405   405
fundraising:approve_commitment                    in   405   405   405   405   405   405   405   405   405
fundraising:decline_commitment                    in   405   405   405   405   405   405   405   405   405
fundraising:take_back_commitment                  in   405   405   405   405   405   405   405   405   405
fundraising:release_commitment                    in   405   405   405   405   405   405   405   405   405
fundraising:close_commitment                      in   405   405   405   405   405   405   405   405   405
fundraising:propose_raise                         in   405   405   405   405   405   405   405   405   405
fundraising:approve_raise                         in   405   405   405   405   405   405   405   405   405
fundraising:decline_raise                         in   405   405   405   405   405   405   405   405   405
fundraising:take_back_raise                       in   405   405   405   405   405   405   405   405   405
fundraising:prepare_disbursement                  in   405   405   405   405   405   405   405   405   405
fundraising:approve_disbursement                  in   405   405   405   405   405   405   405   405   405
fundraising:cancel_disbursement                   in   405   405   405   405   405   405   405   405   405
fundraising:send_disbursement                     in   405   405   405   405   405   405   405   405   405
fundraising:doubt_disbursement                    in   405   405   405   405   405   405   405   405   405
fundraising:settle_disbursement                   in   405   405   405   405   405   405   405   405   405
fundraising:fail_disbursement                     in   405   405   405   405   405   405   405   405   405
fundraising:bounce_disbursement                   in   405   405   405   405   405   405   405   405   405
fundraising:record_return                         in   405   405   405   405   405   405   405   405   405
fundraising:approve_batch                         in   405   405   405   405   405   405   405   405   405
fundraising:cancel_batch                          in   405   405   405   405   405   405   405   405   405
fundraising:send_batch                            in   405   405   405   405   405   405   405   405   405
fundraising:settle_batch                          in   405   405   405   405   405   405   405   405   405
fundraising:download_batch                        in   405   405   405   405   405   405   405   405   405
fundraising:batch_sheet                           in   405   405   405   405   405   405   405   405   405
fundraising:batch_pay_sheet                       in   404   404   200   200   200   200   200   200   404
fundraising:pay_sheet                             in   404   404   200   200   200   200   200   200   404
styleguide                                      200   200   200   200   200   200   200   200   200   200
robots                                          200   200   200   200   200   200   200   200   200   200
security_txt                                    200   200   200   200   200   200   200   200   200   200
delegation:home_for_me                           in   302   302   302   302   302   302   302   302   200
delegation:apply                                200   200   200   200   200   200   200   200   200   200
delegation:withdraw_own                          in   405   405   405   405   405   405   405   405   405
delegation:invitation                           200   200   200   200   200   200   200   200   200   200
delegation:stop_mail                            200   200   200   200   200   200   200   200   200   200
delegation:my_profile                            in   200   200   200   200   200   200   200   200   200
delegation:seal_profile                          in   405   405   405   405   405   405   405   405   405
delegation:reveal_own                            in   405   405   405   405   405   405   405   405   405
delegation:consent                               in   405   405   405   405   405   405   405   405   405
delegation:person                                in   404   404   200   200   200   200   200   200   404
delegation:nominate                              in   405   405   405   405   405   405   405   405   405
delegation:decline                               in   404   404   200   403   403   403   200   403   404
delegation:withdraw                              in   405   405   405   405   405   405   405   405   405
delegation:turn_remote                           in   405   405   405   405   405   405   405   405   405
delegation:return_in_person                      in   405   405   405   405   405   405   405   405   405
delegation:withdraw_invitation                   in   405   405   405   405   405   405   405   405   405
delegation:resend_invitation                     in   405   405   405   405   405   405   405   405   405
delegation:end_role                              in   405   405   405   405   405   405   405   405   405
delegation:people                                in   403   403   200   200   200   200   200   200   403
delegation:invite                                in   403   403   200   403   200   403   200   403   403
delegation:export_people                         in   403   403   405   405   405   405   405   405   403
delegation:roles                                 in   403   403   200   200   200   200   200   200   403
delegation:organisations                         in   403   403   200   200   200   200   200   200   403
delegation:add_organisation                      in   403   403   403   403   200   200   200   403   403
delegation:organisation                          in   403   403   200   200   200   200   200   200   403
delegation:agree_contact                         in   403   403   405   405   405   405   405   405   403
delegation:stop_contact                          in   403   403   405   405   405   405   405   405   403
delegation:dates                                 in   403   403   200   200   200   200   200   200   403
delegation:demo_mail                            200   200   200   200   200   200   200   200   200   200
delegation:demo_mail_one                        200   200   200   200   200   200   200   200   200   200
delegation:demo_mail_html                       200   200   200   200   200   200   200   200   200   200
delegation:about                                200   200   200   200   200   200   200   200   200   200
delegation:privacy                              200   200   200   200   200   200   200   200   200   200
delegation:surplus_rule                         200   200   200   200   200   200   200   200   200   200
delegation:contact                              200   200   200   200   200   200   200   200   200   200
delegation:history                              200   200   200   200   200   200   200   200   200   200
delegation:theme                                200   200   200   200   200   200   200   200   200   200
delegation:language                             200   200   200   200   200   200   200   200   200   200
account_login                                   200   302   302   302   302   302   302   302   302   302
account_logout                                  302   200   200   200   200   200   200   200   200   200
account_inactive                                200   200   200   200   200   200   200   200   200   200
account_signup                                  200   302   302   302   302   302   302   302   302   302
account_reauthenticate                           in   403   403   403   403   403   403   403   403   200
account_email                                    in   200   200   200   200   200   200   200   200   200
account_email_verification_sent                  in   302   302   302   302   302   302   302   302   302
account_change_password                          in   302   302   302   302   302   302   302   302   200
account_set_password                             in   200   200   200   200   200   200   200   200   302
account_reset_password                          200   200   200   200   200   200   200   200   200   200
account_confirm_login_code                       in   302   302   302   302   302   302   302   302   302
account_reset_password_from_key_done            200   200   200   200   200   200   200   200   200   200
account_reset_password_from_key                 200   200   200   200   200   200   200   200   200   200
account_reset_password_done                     200   200   200   200   200   200   200   200   200   200
account_request_login_code                      200   302   302   302   302   302   302   302   302   302
healthz                                         200   200   200   200   200   200   200   200   200   200
api-root                                        302   302   302   302   302   302   302   302   302   302
api-schema                                      200   200   200   200   200   200   200   200   200   200
api-docs                                        200   200   200   200   200   200   200   200   200   200
"""

EVERYBODY = "anonymous other owner reviewer treasurer logistics communications director auditor superuser"
SIGNED_IN = "other owner reviewer treasurer logistics communications director auditor superuser"

# A POST changes rows for these and for nobody else, sent with the form of the page where there is one.
CHANGES = {
    "travel:reveal_papers": "owner",
    "travel:cancel_own_booking": "owner",
    "travel:acknowledge_briefing": "other owner",
    "travel:remind_late": "logistics communications director",
    "travel:new_briefing": "logistics communications director",
    "travel:publish_briefing": "logistics communications director",
    "travel:withdraw_briefing": "logistics communications director",
    "travel:reveal_booking": "logistics director",
    "travel:ticket_booking": "logistics director",
    "travel:cancel_booking": "logistics director",
    "travel:draft_claim": "other owner",
    "travel:fill_days": "owner",
    "travel:link_cost": "treasurer logistics director",
    "travel:unlink_cost": "treasurer logistics director",
    "travel:use_credit": "logistics director",
    "travel:check_booking": "logistics director",
    "travel:waive_requirement": "logistics director",
    "travel:end_waiver": "logistics director",
    "travel:reveal_passport": "logistics director",
    "travel:see_passport": "logistics director",
    "travel:reject_passport": "logistics director",
    "travel:sign_letter_accreditation": "logistics director",
    "travel:withdraw_accreditation": "logistics director",
    "fundraising:my_appeal": "owner",
    "fundraising:my_appeal_pause": "owner",
    "fundraising:my_appeal_close": "owner",
    "fundraising:my_updates": "owner",
    "fundraising:my_update_hide": "owner",
    "fundraising:pause_appeal": "reviewer director",
    "fundraising:close_appeal": "reviewer director",
    "fundraising:approve_update": "reviewer communications",
    "fundraising:hide_update": "reviewer communications director",
    "fundraising:recall_share": "communications director",
    "fundraising:decide_allocation": "director",
    "fundraising:take_back_allocation": "treasurer",
    "fundraising:export_gifts": "treasurer director auditor",
    "fundraising:resend_receipt": "treasurer director",
    "fundraising:void_receipt": "treasurer director",
    "fundraising:reissue_receipt": "treasurer director",
    "fundraising:make_statement": "treasurer director",
    "fundraising:resend_statement": "treasurer director",
    "fundraising:send_new_link": EVERYBODY,
    "fundraising:stop_giving": "reviewer treasurer communications director",
    "fundraising:export_books": "treasurer director auditor",
    "fundraising:ask_reconciliation": "treasurer director",
    "fundraising:recheck_difference": "treasurer director",
    "fundraising:propose_correction": "treasurer director",
    "fundraising:decide_correction": "director",
    "fundraising:take_back_correction": "treasurer",
    "fundraising:decline_period": "director",
    "fundraising:take_back_period": "treasurer",
    "fundraising:decide_transfer": "director",
    "fundraising:take_back_transfer": "treasurer",
    "fundraising:ask_place_held": "treasurer director",
    "fundraising:ask_return_held": "treasurer director",
    "fundraising:place_held": "director",
    "fundraising:leave_held": "treasurer director",
    "fundraising:confirm_cover": "director",
    "fundraising:take_back_cover": "treasurer",
    "fundraising:request_refund": "treasurer director",
    "fundraising:approve_refund": "director",
    "fundraising:refuse_refund": "treasurer director",
    "fundraising:cancel_monthly_gift": "treasurer director",
    "fundraising:redirect_monthly_gift": "treasurer director",
    "fundraising:resend_link_monthly_gift": "treasurer director",
    "fundraising:find_gifts": EVERYBODY,
    "fundraising:set_gift_language": EVERYBODY,
    "fundraising:revoke_gift_links": EVERYBODY,
    "fundraising:cancel_my_monthly_gift": EVERYBODY,
    "fundraising:pause_my_monthly_gift": EVERYBODY,
    "fundraising:accept_offer": "owner",
    "fundraising:decline_offer": "owner",
    "fundraising:decide_round": "director",
    "fundraising:take_back_round": "treasurer",
    "fundraising:note_criteria": "treasurer director",
    "fundraising:keep_offer": "treasurer director",
    "fundraising:suggest_offer": "treasurer director",
    "fundraising:replace_offer": "director",
    "fundraising:take_back_advance": "owner",
    "fundraising:refuse_stipend": "owner",
    "fundraising:claim_days": "owner",
    "fundraising:submit_claim": "owner",
    "fundraising:take_back_claim": "other",
    "fundraising:discard_claim": "owner",
    "fundraising:remove_claim_line": "owner",
    "fundraising:approve_advance": "treasurer logistics director",
    "fundraising:confirm_hand_back": "logistics director",
    "fundraising:decline_hand_back": "logistics director",
    "fundraising:export_stipends": "treasurer director auditor",
    "fundraising:decline_stipend": "treasurer director",
    "fundraising:take_back_stipend": "logistics",
    "fundraising:withdraw_offer": "treasurer director",
    "fundraising:confirm_offlinegift": "director",
    "fundraising:take_back_offlinegift": "treasurer",
    "fundraising:open_deposit": "treasurer director",
    "fundraising:take_out_deposit": "treasurer director",
    "fundraising:reopen_deposit": "treasurer director",
    "fundraising:set_aside_bankline": "treasurer director",
    "fundraising:hold_bankline": "director",
    "fundraising:take_up_bankline": "treasurer director",
    "fundraising:propose_return_bankline": "treasurer director",
    "fundraising:keep_bankline": "treasurer director",
    "fundraising:confirm_return_bankline": "director",
    "fundraising:agree_matchpledge": "director",
    "fundraising:decline_matchpledge": "director",
    "fundraising:end_matchpledge": "treasurer director",
    "fundraising:export_in_kind": "treasurer director auditor",
    "fundraising:decline_inkindoffer": "treasurer logistics director",
    "fundraising:use_inkindoffer": "treasurer logistics director",
    "fundraising:release_inkindoffer": "treasurer logistics director",
    "fundraising:my_payee": "other owner",
    "fundraising:reveal_my_payee": "owner",
    "fundraising:add_payee": "treasurer logistics director",
    "fundraising:confirm_payee": "treasurer director",
    "fundraising:reveal_payee": "treasurer director",
    "fundraising:approve_commitment": "treasurer director",
    "fundraising:take_back_commitment": "logistics",
    "fundraising:release_commitment": "treasurer director",
    "fundraising:close_commitment": "treasurer director",
    "fundraising:approve_raise": "treasurer director",
    "fundraising:take_back_raise": "logistics",
    "fundraising:approve_disbursement": "treasurer director",
    "fundraising:cancel_disbursement": "treasurer logistics director",
    "fundraising:doubt_disbursement": "treasurer director",
    "fundraising:approve_batch": "treasurer director",
    "fundraising:cancel_batch": "treasurer logistics director",
    "fundraising:send_batch": "treasurer director",
    "fundraising:download_batch": "treasurer director",
    "fundraising:batch_sheet": "treasurer director",
    "delegation:withdraw_own": "owner",
    "delegation:stop_mail": EVERYBODY,
    "delegation:my_profile": SIGNED_IN,
    "delegation:seal_profile": SIGNED_IN,
    "delegation:reveal_own": SIGNED_IN,
    "delegation:consent": SIGNED_IN,
    "delegation:nominate": "reviewer director",
    "delegation:decline": "reviewer director",
    "delegation:withdraw": "director",
    "delegation:turn_remote": "logistics director",
    "delegation:withdraw_invitation": "reviewer logistics director",
    "delegation:resend_invitation": "reviewer logistics director",
    "delegation:end_role": "director",
    "delegation:export_people": "logistics director",
    "delegation:add_organisation": "logistics communications director",
    "delegation:organisation": "logistics communications director",
    "delegation:stop_contact": "communications director",
    "delegation:dates": "logistics director",
    "account_email": "superuser",
    "account_signup": "anonymous",
    "delegation:agree_contact": "communications director",
    "delegation:invite": "reviewer logistics director",
    "fundraising:decline_advance": "treasurer logistics director",
    "fundraising:decline_allocation": "director",
    "fundraising:decline_claim": "treasurer logistics director",
    "fundraising:decline_commitment": "treasurer director",
    "fundraising:decline_correction": "director",
    "fundraising:decline_cover": "director",
    "fundraising:decline_offlinegift": "director",
    "fundraising:decline_raise": "treasurer director",
    "fundraising:decline_round": "director",
    "fundraising:decline_transfer": "director",
    "fundraising:fail_disbursement": "treasurer director",
    "fundraising:flag_claim": "treasurer logistics director",
    "fundraising:other_ways_appeal": EVERYBODY,
    "fundraising:record_inkindoffer": "treasurer logistics director",
    "fundraising:change_payee": "treasurer logistics director",
}
