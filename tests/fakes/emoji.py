"""Names of emoji: those a reaction may have, and what the composer makes of typed emoticons.

A workspace has some 3,900; these are the common ones. ``FakeSlack.emoji`` can be added to.
"""

STANDARD = frozenset(
    """
    +1 -1 100 abc alarm_clock ambulance angry anguished arrow_down arrow_left arrow_right arrow_up
    arrows_counterclockwise astonished ballot_box_with_check bangbang bar_chart beers bell blue_heart blush bomb
    book books boom brain broken_heart bug bulb calendar card_index chart_with_downwards_trend
    chart_with_upwards_trend checkered_flag clap clipboard clock1 cloud clown_face cold_sweat computer
    confetti_ball confounded confused construction cop crossed_fingers cry dart disappointed dizzy dog2 door
    electric_plug email envelope exclamation exploding_head eye eyes face_with_monocle face_with_raised_eyebrow fax
    file_folder fire fire_engine fist flags floppy_disk flushed frowning gear gem ghost gift globe_with_meridians
    green_heart grey_exclamation grey_question grimacing grin grinning hammer hammer_and_wrench hand handshake
    heart heart_eyes heavy_check_mark heavy_minus_sign heavy_plus_sign hourglass hourglass_flowing_sand
    hugging_face hushed ice_cube inbox_tray incoming_envelope information_source innocent interrobang joy key
    kissing_heart label large_blue_circle large_green_circle large_yellow_circle laughing link lock loudspeaker mag
    mag_right mailbox medal memo microscope moneybag muscle mute nerd_face neutral_face no_bell no_entry
    no_entry_sign no_good no_mouth ok ok_hand open_file_folder open_hands open_mouth outbox_tray package paperclip
    partying_face pencil pencil2 pensive phone point_down point_left point_right point_up pray printer pushpin
    question rage raised_hand raised_hands raising_hand recycle red_circle relaxed relieved repeat robot_face
    rocket rolling_on_the_floor_laughing rotating_light sad saluting_face satellite scream scroll see_no_evil shrug
    sleeping sleuth_or_spy slightly_frowning_face slightly_smiling_face smile smiley smirk snail sob sos sparkles
    speaking_head_in_silhouette speech_balloon star star2 stopwatch stuck_out_tongue sunglasses sweat sweat_smile
    tada telephone telescope thinking_face thought_balloon thumbsdown thumbsup ticket timer_clock tired_face
    traffic_light triangular_flag_on_post triumph trophy u6307 umbrella unamused unlock upside_down_face v
    vertical_traffic_light warning wave wavy_dash white_check_mark white_circle white_frowning_face
    white_large_square wink worried wrench writing_hand x yawning_face yellow_heart yum zap zipper_mouth_face zzz
    """.split()
)

EMOTICONS = {
    ":)": "slightly_smiling_face",
    ":-)": "slightly_smiling_face",
    "(:": "slightly_smiling_face",
    ":(": "disappointed",
    ":-(": "disappointed",
    "):": "disappointed",
    ":'(": "cry",
    ":D": "smile",
    ":-D": "smile",
    "D:": "anguished",
    ";)": "wink",
    ";-)": "wink",
    ":p": "stuck_out_tongue",
    ":P": "stuck_out_tongue",
    ":-P": "stuck_out_tongue",
    ":o": "open_mouth",
    ":O": "open_mouth",
    ":/": "confused",
    ":\\": "confused",
    ":-/": "confused",
    ":|": "neutral_face",
    ":-|": "neutral_face",
    ":*": "kissing_heart",
    "8)": "sunglasses",
    ">:(": "angry",
    "<3": "heart",
    "</3": "broken_heart",
}
