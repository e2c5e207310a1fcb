using System.Text.Json;
using Microsoft.Playwright;

namespace Pockitect.Bench;

/// <summary>Measures the monitor from inside its page, by the browser's own clock.</summary>
internal sealed class MonitorProbe
{
    /// <summary>Each leaves another number of resources than the one before.</summary>
    private static readonly string[] searches =
    [
        "type:instance", "type:instance region:us", "region:us", "web", "web-1", "tag:env=prod", "tag:env=prod -state:running", "type:subnet", "", "project:shop-7",
        "project:shop-7 type:volume", "state:stopped", "region:eu-west-2", "region:eu-west-2 worker", "type:bucket", "id:vpc", "nothing-has-this-name", "type:vpc", "cache", "",
    ];

    private readonly IPage _page;

    private MonitorProbe(IPage page) => _page = page;

    /// <summary>Opens the monitor, and waits until its prices are there and nothing is worked out any more.</summary>
    public static async Task<MonitorProbe> OpenAsync(IPage page)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), "/monitor").AbsoluteUri);
        await page.GetByRole(AriaRole.Heading, new() { Name = $"{MonitorBench.Resources:N0} resources", Exact = true }).WaitForAsync();
        await page.Locator(".monitor .above").GetByText("a month").WaitForAsync();
        return new MonitorProbe(page);
    }

    public async Task<MonitorRun> RunAsync(string title)
    {
        var filters = new List<double>();
        foreach (var search in searches) filters.Add(await _page.EvaluateAsync<double>(Filter, search));
        var scrolled = await _page.EvaluateAsync<JsonElement>(Scroll);
        var selecting = await _page.EvaluateAsync<double>(SelectAll);
        await _page.GetByText("Clear selection").ClickAsync();
        await _page.GetByText("Clear selection").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        return new MonitorRun(
            title, filters, scrolled.GetProperty("task").GetDouble(), scrolled.GetProperty("frame").GetDouble(), scrolled.GetProperty("nodes").GetInt32(), selecting);
    }

    /// <summary>A frame is painted before a message that was sent in it arrives.</summary>
    private const string Painted = """
        const painted = () => new Promise(done => requestAnimationFrame(() => { const way = new MessageChannel(); way.port1.onmessage = done; way.port2.postMessage(0); }));
        const until = (test, what) => new Promise((done, fail) => {
          const late = setTimeout(() => { watch.disconnect(); fail(new Error('Nothing changed within 20 s: ' + what)); }, 20000);
          const look = () => { if (test()) { clearTimeout(late); watch.disconnect(); done(); } };
          const watch = new MutationObserver(look);
          watch.observe(document.querySelector('.monitor'), { subtree: true, childList: true, characterData: true });
          look();
        });
        """;

    private const string Filter = $$"""
        async search => {
          {{Painted}}
          const [field, heading] = [document.getElementById('monitor-search'), document.getElementById('monitor-count')];
          const before = heading.textContent;
          if (field.value === search) return 0;
          const began = performance.now();
          field.value = search;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          await until(() => heading.textContent !== before, search);
          await painted();
          return performance.now() - began;
        }
        """;

    private const string Scroll = """
        async () => {
          const box = document.querySelector('.rows');
          let [task, frame, nodes, last] = [0, 0, 0, performance.now()];
          const tasks = new PerformanceObserver(list => list.getEntries().forEach(entry => task = Math.max(task, entry.duration)));
          tasks.observe({ type: 'longtask' });
          for (let frames = 0; frames < 240; frames++) {
            // Now a few rows, now a leap.
            box.scrollTop += frames % 40 === 39 ? box.scrollHeight / 8 : 180;
            await new Promise(requestAnimationFrame);
            const now = performance.now();
            frame = Math.max(frame, now - last);
            last = now;
            if (frames % 10 === 0) nodes = Math.max(nodes, document.querySelectorAll('.rows table *').length);
          }
          await new Promise(done => setTimeout(done, 500));
          tasks.disconnect();
          box.scrollTop = 0;
          return { task, frame, nodes };
        }
        """;

    private const string SelectAll = $$"""
        async () => {
          {{Painted}}
          const began = performance.now();
          [...document.querySelectorAll('.above button')].find(button => button.textContent === 'Pick all of these').click();
          await until(() => document.querySelector('.above').textContent.match(/[0-9]{2},[0-9]{3} picked/), 'pick all');
          await painted();
          return performance.now() - began;
        }
        """;
}
