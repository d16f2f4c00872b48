-- The load of `scripts/bench search`, for wrk: asks the recorded queries one after the other, each
-- thread from another place in the list.
--
-- wrk … --script search.lua URL -- QUERIES

local threads = 0

function setup(thread)
    thread:set("start", threads * 4999)
    threads = threads + 1
end

function init(arguments)
    requests = {}
    for path in io.lines(arguments[1]) do
        requests[#requests + 1] = wrk.format("GET", path)
    end
    at = start
end

function request()
    at = at + 1
    return requests[at % #requests + 1]
end

-- One line: requests, seconds, microseconds at the median and at the 99th percentile, failed requests.
function done(summary, latency)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("result %d %.6f %d %d %d\n", summary.requests, summary.duration / 1e6,
        latency:percentile(50), latency:percentile(99), failed))
end
