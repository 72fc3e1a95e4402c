using System.Text.Json.Nodes;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Scenarios.Schema;

/// <summary><c>requests</c> in JSON Schema.</summary>
internal static class RequestSchema
{
    public static JsonObject Of()
    {
        var usual = new RequestTemplate();
        var request = SchemaForms.Mapping("One kind of request in the mix.", new JsonObject
        {
            ["weight"] = SchemaForms.Number("Its part of the mix, relative to the others'.", 0, Limits.MostRequestWeight, usual.Weight),
            ["method"] = SchemaForms.Choice("The HTTP method.", RequestReader.Methods, usual.Method),
            ["path"] = SchemaForms.Matching("^/(?!/)[^#]*$", $"Path and query; {{n}} stands for a number from 1 to 1000, drawn for each request from the seed. Default {usual.Path}."),
            ["body"] = SchemaForms.Size("Size of the body; default none. Not for GET, HEAD and OPTIONS.", Limits.MostBodyBytes),
        });
        request["allOf"] = new JsonArray(SchemaForms.If(SchemaForms.Not(SchemaForms.Has("method", "POST", "PUT", "PATCH", "DELETE")), SchemaForms.Without("body")));
        return SchemaForms.ListOf("The mix of requests; default GET /items/{n} alone.", request);
    }
}
