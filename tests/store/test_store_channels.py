"""How the bot behaves in each channel."""

from datetime import timedelta

from bot.support.model import ChannelSetting, Mode


def test_a_channel_that_nobody_set_is_on(store):
    with store.begin() as tx:
        assert tx.channels.setting("T1", "C1") == ChannelSetting(Mode.ON)
        assert tx.channels.all("T1") == {}


def test_the_last_setting_counts(store, clock):
    later = clock.now() + timedelta(minutes=1)
    with store.begin() as tx:
        tx.channels.set("T1", "C1", Mode.OFF, private_first=False, by="U1", at=clock.now())
        tx.channels.set("T1", "C1", Mode.SHADOW, private_first=True, by="U2", at=later)
    with store.read() as tx:
        assert tx.channels.setting("T1", "C1") == ChannelSetting(
            Mode.SHADOW, private_first=True, set_by="U2", set_at=later
        )


def test_workspaces_do_not_meet(store, clock):
    with store.begin() as tx:
        tx.channels.set("T1", "C1", Mode.OFF, private_first=False, by="U1", at=clock.now())
        assert tx.channels.setting("T2", "C1") == ChannelSetting()
        assert tx.channels.setting("T1", "C2") == ChannelSetting()
        assert list(tx.channels.all("T1")) == ["C1"]
        assert tx.channels.all("T2") == {}
