"""How long a person waits in a browser, told by the browser's own clock: from a click or a key to what it leads to.

Playwright looks for an element at longer and longer intervals, half a second in the end; what it measures from outside
is too long by up to as much. Here the page itself notes the event and looks at every frame that it draws.
"""

# Begins at the next press of a button or key; ends with the frame after the first one in which every selector of
# `there` is found, none of `gone` is, and the app's run has ended.
ARM = """
({there, gone}) => {
    const app = "[data-testid=stApp][data-test-script-state=notRunning]"
    const isDone = () => [app, ...there].every(each => document.querySelector(each))
        && !["[data-stale=true]", ...gone].some(each => document.querySelector(each))
    window.wfmWaited = new Promise(done => {
        const begin = event => {
            removeEventListener("pointerdown", begin, true)
            removeEventListener("keydown", begin, true)
            const look = () => requestAnimationFrame(
                now => isDone() ? requestAnimationFrame(() => done(performance.now() - event.timeStamp)) : look())
            look()
        }
        addEventListener("pointerdown", begin, true)
        addEventListener("keydown", begin, true)
    })
}
"""
WAITED = "() => window.wfmWaited"


def drawn_with(there: tuple[str, ...], gone: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """What `ARM` waits for: selectors (CSS) that must be found, and those that must not be."""
    return {"there": list(there), "gone": list(gone)}
